-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on referral.
-- Called by the trigger counted_again on referral.

CREATE OR REPLACE FUNCTION public.count_referral()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_referral h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_referral (row_id, generation, case_id, status, sender_id, receiver_id, service_type, priority, sex, age_band, region, treated_as_child, end_reason, outcome, decide_by, sent_at, received_at, accepted_at, started_at, closed_at, acknowledge_by, start_by, feedback_by, answer_cancellation_by, expected_arrival)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.sender_id, NEW.receiver_id, NEW.service_type, NEW.priority, NEW.sex, NEW.age_band, NEW.region, NEW.treated_as_child, NEW.end_reason, NEW.outcome, NEW.decide_by, NEW.sent_at, NEW.received_at, NEW.accepted_at, NEW.started_at, NEW.closed_at, NEW.acknowledge_by, NEW.start_by, NEW.feedback_by, NEW.answer_cancellation_by, NEW.expected_arrival)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, sender_id, receiver_id, service_type, priority, sex, age_band, region, treated_as_child, end_reason, outcome, decide_by, sent_at, received_at, accepted_at, started_at, closed_at, acknowledge_by, start_by, feedback_by, answer_cancellation_by, expected_arrival) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.sender_id, EXCLUDED.receiver_id, EXCLUDED.service_type, EXCLUDED.priority, EXCLUDED.sex, EXCLUDED.age_band, EXCLUDED.region, EXCLUDED.treated_as_child, EXCLUDED.end_reason, EXCLUDED.outcome, EXCLUDED.decide_by, EXCLUDED.sent_at, EXCLUDED.received_at, EXCLUDED.accepted_at, EXCLUDED.started_at, EXCLUDED.closed_at, EXCLUDED.acknowledge_by, EXCLUDED.start_by, EXCLUDED.feedback_by, EXCLUDED.answer_cancellation_by, EXCLUDED.expected_arrival);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
