-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger case_key on access_grant.

CREATE OR REPLACE FUNCTION public.follow_case_key()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    NEW.case_recorded_key := (SELECT recorded_key FROM "case" WHERE id = NEW.case_id);
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
