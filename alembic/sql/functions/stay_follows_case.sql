-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger stay_follows_case on "case".

CREATE OR REPLACE FUNCTION public.stay_follows_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE stay SET sex = NEW.sex, age_band = NEW.age_band, treated_as_child =
    NEW.age_in_doubt OR NEW.age_band <> ALL ('{18_24,25_59,60_plus}'::text[])
    WHERE case_id = NEW.id AND status IN ('expected', 'present', 'absent');
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
