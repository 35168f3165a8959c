-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger move_referrals on custody.

CREATE OR REPLACE FUNCTION public.move_referrals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE former uuid;
BEGIN
    SELECT organisation_id INTO former FROM custody
    WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
    -- Who answers for her again sees the referrals themselves.
    DELETE FROM referral_copy
    WHERE case_id = NEW.case_id AND organisation_id = NEW.organisation_id;
    INSERT INTO referral_copy (
        organisation_id, id, case_id, status, receiver_id, service_type, priority,
        consent_id, shared_sections, bed, acknowledge_by, decide_by, start_by, sent_at,
        started_at, departed_at, cancellation_requested, answer_cancellation_by, replaces_id,
        transfer_from_id, created_at, version, recorded_key
    )
    SELECT
    former, id, case_id, status, receiver_id, service_type, priority,
    consent_id, shared_sections, CASE bed WHEN 'none' THEN bed ELSE 'asked' END,
    acknowledge_by, decide_by, start_by, sent_at,
    started_at, departed_at, cancellation_requested, answer_cancellation_by, replaces_id,
    transfer_from_id, created_at, version, recorded_key
    FROM referral WHERE case_id = NEW.case_id AND sender_id = former
    ON CONFLICT DO NOTHING;
    UPDATE referral SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    -- Nobody answers for the inquiry yet: its offer is of who answers for the person.
    UPDATE handoff SET from_id = NEW.organisation_id
    WHERE case_id = NEW.case_id AND kind = 'investigation' AND custody_seq = 0
    AND status IN ('offered', 'accepted') AND to_id <> NEW.organisation_id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
