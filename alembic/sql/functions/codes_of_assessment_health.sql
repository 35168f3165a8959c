-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_assessment_health(checked assessment_health)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.h_addiction_imposed = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_breastfeeding = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_chronic_illness = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_fever_or_cough = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_injury = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_medication_stopped = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_mental_distress = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_pregnant = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_self_harm = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_sexual_violence_72h = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.h_substance_use = ANY ('{yes,no,unknown,not_asked}'::text[]));
END
$function$;

-- May be called by: referral_app.
