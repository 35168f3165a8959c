-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_handoff(checked handoff)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.case_risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.end_reason = ANY ('{assigned_by_coordination,better_option_found,conflict_of_interest,consent_missing,consent_withdrawn,death,health_emergency,insecurity,insufficient_information,no_capacity,not_admitted,not_arrived,not_eligible_age,not_eligible_sex,not_entitled,not_said,offered_in_error,other,out_of_area,out_of_mandate,person_declined,person_left,person_missing,safety,said_otherwise,security_risk,situation_changed,transport_failed}'::text[]))
    AND (checked.kind = ANY ('{investigation,protection}'::text[]))
    AND (checked.legal_duty = ANY ('{flagrance_report,prosecutor_instruction,court_referral,other_legal_duty}'::text[]))
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.priority = ANY ('{emergency,urgent,routine}'::text[]))
    AND (checked.reason = ANY ('{change_of_location,child_protection,conflict_of_interest,court_order,custodian_closed,custodian_unresponsive,dispute,end_of_mandate,judicial_proceedings,jurisdiction,other,person_request,protective_shelter,return_or_reintegration,safety,security,specialised_care}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.shared_sections <@ '{identity,exploitation,protection,health,justice,participation,background}'::text[])
    AND (checked.status = ANY ('{offered,accepted,completed,declined,withdrawn,expired,failed}'::text[]));
END
$function$;

-- May be called by: referral_app.
