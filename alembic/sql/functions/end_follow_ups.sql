-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger end_follow_ups on consent.

CREATE OR REPLACE FUNCTION public.end_follow_ups()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE follow_up SET status = 'not_wanted', closed_at = now(), version = version + 1
    WHERE consent_id = NEW.id AND status = 'due';
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
