-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_consent on consent.

CREATE OR REPLACE FUNCTION public.follow_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW.status <> 'active' THEN
        UPDATE access_grant SET ended_at = now()
        WHERE consent_id = NEW.id AND ended_at IS NULL;
    END IF;
    -- The sheet of a service that was given closes too. Any other has closed by its end.
    IF NEW.status IN ('withdrawn', 'entered_in_error') THEN
        UPDATE referral SET sheet_closed_at = now()
        WHERE consent_id = NEW.id AND status = 'completed';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
