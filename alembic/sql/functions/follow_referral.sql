-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_referral on referral.

CREATE OR REPLACE FUNCTION public.follow_referral()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW.started_at IS NULL AND NEW.answer_cancellation_by IS NOT NULL
    AND NEW.status IN ('accepted', 'on_hold') THEN
        UPDATE access_grant
        SET valid_until = LEAST(valid_until, NEW.answer_cancellation_by)
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
        RETURN NULL;
    END IF;
    -- The wish to cancel was taken back or refused: the usual limit holds again.
    IF OLD.answer_cancellation_by IS NOT NULL AND NEW.answer_cancellation_by IS NULL
    AND NEW.started_at IS NULL AND NEW.departed_at IS NULL
    AND NEW.status IN ('accepted', 'on_hold') THEN
        UPDATE access_grant SET valid_until = (
            SELECT LEAST(
                NEW.start_by, valid_until, CASE status WHEN 'provisional' THEN confirm_by END
            ) FROM consent WHERE id = NEW.consent_id
        )
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
        RETURN NULL;
    END IF;
    -- A pause before the start lifts no limit.
    IF NEW.status = 'on_hold' AND NEW.started_at IS NULL AND NEW.departed_at IS NULL THEN
        RETURN NULL;
    ELSIF NEW.status IN ('in_progress', 'on_hold')
    OR (NEW.status = 'accepted' AND NEW.departed_at IS NOT NULL) THEN
        UPDATE access_grant SET valid_until = (
            SELECT LEAST(valid_until, CASE status WHEN 'provisional' THEN confirm_by END) FROM consent WHERE id = NEW.consent_id
        )
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
    ELSIF NEW.status <> 'accepted' THEN
        UPDATE access_grant SET ended_at = now()
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
