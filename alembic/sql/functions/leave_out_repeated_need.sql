-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger once_a_day on unmet_need.

CREATE OR REPLACE FUNCTION public.leave_out_repeated_need()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.organisation_id || NEW.fingerprint, 46));
    IF EXISTS (
        SELECT 1 FROM unmet_need u WHERE u.organisation_id = NEW.organisation_id
        AND u.fingerprint = NEW.fingerprint AND u.recorded_at > now() - interval '24 hours'
    ) THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
