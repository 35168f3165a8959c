-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_referral(checked referral)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.accessibility_needs <@ '{step_free,walking_aid,visual,hearing,sign_language,speech,plain_explanation,personal_assistance,read_aloud}'::text[])
    AND (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.attendance = ANY ('{scheduled,no_show,noted}'::text[]))
    AND (checked.bed = ANY ('{none,asked,held,occupied,released}'::text[]))
    AND (checked.cancellation_reason = ANY ('{consent_withdrawn,safety,need_resolved,sent_in_error,better_option_found,person_unreachable,death,other}'::text[]))
    AND (checked.case_risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.end_reason = ANY ('{accessibility_not_supported,better_option_found,consent_missing,consent_withdrawn,death,duplicate,insufficient_information,language_not_supported,need_resolved,no_capacity,not_arrived,not_eligible_age,not_eligible_sex,not_eligible_situation,not_entitled,not_said,not_started,other,out_of_area,person_declined,person_unreachable,safety,said_otherwise,security_risk,sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance}'::text[]))
    AND (checked.group_tie = ANY ('{mother,father,child,other_adult}'::text[]))
    AND (checked.hold_reason = ANY ('{awaiting_place,awaiting_documents,awaiting_interpreter,awaiting_decision,illness,person_request,person_unreachable,access_or_security,other}'::text[]))
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.outcome = ANY ('{service_provided,partially_provided,referred_onward,person_declined,person_left,no_show,not_eligible_after_assessment}'::text[]))
    AND (checked.parting_reason = ANY ('{child_safety,best_interest,hospital,wish}'::text[]))
    AND (checked.priority = ANY ('{emergency,urgent,routine}'::text[]))
    AND (checked.reason = ANY ('{access_or_security,accessibility_not_supported,awaiting_decision,awaiting_documents,awaiting_interpreter,awaiting_place,better_option_found,consent_missing,consent_withdrawn,death,duplicate,illness,insufficient_information,language_not_supported,need_resolved,no_capacity,not_arrived,not_eligible_age,not_eligible_sex,not_eligible_situation,not_entitled,not_said,not_started,other,out_of_area,person_declined,person_request,person_unreachable,safety,said_otherwise,security_risk,sent_in_error,service_not_offered,waitlist_only,withdrew_acceptance}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.service_type = ANY ('{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.shared_sections <@ '{identity,exploitation,protection,health,justice,participation,background}'::text[])
    AND (checked.status = ANY ('{draft,requested,received,accepted,in_progress,on_hold,completed,rejected,cancelled,expired,failed,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
