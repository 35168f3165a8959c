-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger stay_follows_referral on referral.

CREATE OR REPLACE FUNCTION public.stay_follows_referral()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW.started_at IS NOT NULL AND OLD.started_at IS NULL THEN
        UPDATE stay s SET status = 'departed', departed_at = GREATEST(s.arrived_at, now()),
        departure_reason = 'to_other_shelter', departure_wished = 'unknown',
        destination_kind = 'shelter', closed_at = now(), version = version + 1
        WHERE s.case_id = NEW.case_id AND s.status IN ('present', 'absent') AND EXISTS (
            SELECT 1 FROM stay e WHERE e.referral_id = NEW.id AND e.status = 'expected'
        );
        UPDATE stay SET status = 'present', arrived_at = NEW.started_at, version = version + 1
        WHERE referral_id = NEW.id AND status = 'expected';
    ELSIF NEW.status IN ('completed', 'rejected', 'cancelled', 'expired', 'failed',
        'entered_in_error') THEN
        UPDATE stay SET closed_at = now(), version = version + 1,
        status = CASE WHEN NEW.end_reason = 'not_started' THEN 'not_arrived'
        ELSE 'cancelled' END
        WHERE referral_id = NEW.id AND status = 'expected';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
