-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_stay(checked stay)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.absence_planned = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.arrival_state <@ '{well,tired_or_hungry,distressed,injured,urgent_care_needed,with_baby}'::text[])
    AND (checked.departure_reason = ANY ('{plan_completed,to_family,to_own_home,to_other_shelter,voluntary_return,left_by_choice,left_without_notice,missing,hospital,asked_to_leave,centre_closed,security,deceased,other}'::text[]))
    AND (checked.departure_wished = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.destination_kind = ANY ('{family,own_home,host,shelter,foster_care,abroad,hospital,detention,unknown}'::text[]))
    AND (checked.destination_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.free_to_leave_told = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.rules_explained_in = ANY ('{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.status = ANY ('{expected,present,absent,departed,not_arrived,cancelled,entered_in_error}'::text[]))
    AND (checked.unit = ANY ('{bed_unspecified,bed_women,bed_girls,bed_men,bed_boys,family_room,consultation_slot,training_slot}'::text[]));
END
$function$;

-- May be called by: referral_app.
