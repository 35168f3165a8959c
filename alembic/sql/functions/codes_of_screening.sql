-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_screening(checked screening)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.advice = ANY ('{none,weak,strong}'::text[]))
    AND (checked.break_taken = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.child_specialist = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.child_specialist_reason = ANY ('{not_available,urgent}'::text[]))
    AND (checked.ended = ANY ('{completed,person_stopped,distress,urgent_care,unsafe,no_interpreter,other}'::text[]))
    AND (checked.escort_absent = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.interpreter = ANY ('{none_needed,professional,staff,telephone,relative,escort,needed_not_found}'::text[]))
    AND (checked.interviewer_sex = ANY ('{woman,man,both}'::text[]))
    AND (checked.interviewer_sex_chosen = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.language = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.may_stop_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.person_of_trust = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.positive_dimensions <@ '{deceptive_recruitment,coercive_recruitment,recruitment_vulnerability,exploitation,coercion,vulnerability,servile_status,presentation}'::text[])
    AND (checked.private_place = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.purpose_explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.setting = ANY ('{gold_site,salt_mine,farm,pasture,fishing_site,private_home,quranic_school,street_market,bar_hotel,workshop_factory,construction_site,road_vehicle,border_post,village_of_masters,armed_group_area,displacement_site,detention,online,other,unknown}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]))
    AND (checked.urgent_needs_first = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.warnings <@ '{relative_interprets,not_private,escort_present,do_not_repeat,consider_non_punishment,partial}'::text[]);
END
$function$;

-- May be called by: referral_app.
