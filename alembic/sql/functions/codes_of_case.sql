-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_case(checked "case")
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.closure_reason = ANY ('{support_completed,reintegrated,returned_abroad,expulsion,detention,transferred_outside,person_declined,lost_contact,not_a_victim,duplicate,registered_in_error,deceased,other}'::text[]))
    AND (checked.interviewer_sex = ANY ('{woman,man,both}'::text[]))
    AND (checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.state = ANY ('{open,closed}'::text[]))
    AND (checked.status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]));
END
$function$;

-- May be called by: referral_app.
