-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_assessment(checked assessment)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.community <@ '{stigma,servile_status_conflict,armed_groups,recruiters_active,no_services,no_school,no_police,leaders_support,watch_committee,other}'::text[])
    AND (checked.household <@ '{no_income,debt,violence,many_dependants,child_out_of_school,child_marriage_planned,family_rejects,family_supports,displaced_household,other}'::text[])
    AND (checked.interpreter = ANY ('{none_needed,professional,staff,telephone,relative,escort,needed_not_found}'::text[]))
    AND (checked.language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.level = ANY ('{individual,household,community}'::text[]))
    AND (checked.need_urgencies <@ '{now,soon,later,met}'::text[])
    AND (checked.need_wishes <@ '{yes,no,unknown,not_asked}'::text[])
    AND (checked.needs <@ '{safety,housing,food,clothing_hygiene,medical,reproductive_health,pregnancy_care,psychosocial,childcare,guardian,family_tracing,legal_advice,civil_documents,interpreter,schooling,training_or_work,money,return_home,other}'::text[])
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_gravities <@ '{minor,serious,life_threatening,unknown}'::text[])
    AND (checked.risk_level = ANY ('{low,medium,high}'::text[]))
    AND (checked.risk_likelihoods <@ '{unlikely,possible,likely,unknown}'::text[])
    AND (checked.risks <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
