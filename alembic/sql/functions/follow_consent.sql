-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_consent on consent.

CREATE OR REPLACE FUNCTION public.follow_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    -- What a provisional ground opened ends too when it is confirmed: more opens instead.
    IF NEW.status <> 'active' OR OLD.status = 'provisional' THEN
        UPDATE access_grant SET ended_at = now()
        WHERE consent_id = NEW.id AND ended_at IS NULL;
    END IF;
    IF OLD.status = 'provisional' THEN
        UPDATE referral SET sheet_until =
        CASE WHEN NEW.status <> 'active' THEN LEAST(sheet_until, now()) END
        WHERE consent_id = NEW.id AND sheet_until IS NOT NULL;
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
