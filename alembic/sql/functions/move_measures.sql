-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger move_measures on custody.

CREATE OR REPLACE FUNCTION public.move_measures()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE measure SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
