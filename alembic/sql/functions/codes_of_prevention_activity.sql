-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_prevention_activity(checked prevention_activity)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.cancellation_reason = ANY ('{insecurity,lack_of_means,health_situation,weather,not_authorised,facilitator_absent,other}'::text[]))
    AND (checked.facilitator_sex = ANY ('{female,male,both}'::text[]))
    AND (checked.kind = ANY ('{sensitisation,information,training,press,school_modules}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.shortfall_reason = ANY ('{insecurity,household_duties,hour_unsuitable,distance,language,lack_of_means,weather,other,unknown}'::text[]))
    AND (checked.state = ANY ('{planned,carried_out,cancelled}'::text[]))
    AND (checked.theme = ANY ('{legal_texts,causes,reporting,identification,referral,care,rights,gender,borders,safe_migration,prosecution,other}'::text[]));
END
$function$;

-- May be called by: referral_app.
