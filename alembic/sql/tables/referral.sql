-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON referral TO referral_app;
GRANT SELECT ON referral TO referral_app;
GRANT UPDATE (
    status, case_code, sex, age_band, region, languages, do_not_contact, consent_id, bed,
    acknowledge_by, decide_by, start_by, feedback_by, sent_at, received_at, accepted_at,
    started_at, closed_at, review_on, attendance, appointment_at, cancellation_requested,
    answer_cancellation_by, reason, outcome, suggested_receiver_id, version, hold_reason,
    cancellation_reason, end_reason, treated_as_child, case_risk_flags, sheet_updated_at,
    acknowledgement_delay_at, feedback_delay_at, cancellation_delay_at, sheet_until,
    departed_at, departure_recorded_at, expected_arrival, escorted, arrival_delay_at, place_id,
    overflow_reason, onward_referral_id, parting_reason, shelter_named_at
) ON referral TO referral_app;

ALTER TABLE referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON referral FOR INSERT TO referral_app
    WITH CHECK (
        sender_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = referral.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON referral FOR SELECT TO referral_app
    USING (
        receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND sent_at IS NOT NULL
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = referral.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON referral FOR UPDATE TO referral_app
    USING (
        receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND sent_at IS NOT NULL
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = referral.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON referral FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_referral
    BEFORE INSERT ON referral
    FOR EACH ROW
    EXECUTE FUNCTION begin_referral();

CREATE TRIGGER begin_unnamed
    BEFORE INSERT ON referral
    FOR EACH ROW
    WHEN (new.shelter_named_at IS NOT NULL)
    EXECUTE FUNCTION name_shelter();

CREATE TRIGGER counted
    AFTER INSERT ON referral
    FOR EACH ROW
    EXECUTE FUNCTION count_referral();
ALTER TABLE referral ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON referral
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.sender_id IS DISTINCT FROM new.sender_id OR old.receiver_id IS DISTINCT FROM new.receiver_id OR old.service_type IS DISTINCT FROM new.service_type OR old.priority IS DISTINCT FROM new.priority OR old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.region IS DISTINCT FROM new.region OR old.treated_as_child IS DISTINCT FROM new.treated_as_child OR old.end_reason IS DISTINCT FROM new.end_reason OR old.outcome IS DISTINCT FROM new.outcome OR old.decide_by IS DISTINCT FROM new.decide_by OR old.sent_at IS DISTINCT FROM new.sent_at OR old.received_at IS DISTINCT FROM new.received_at OR old.accepted_at IS DISTINCT FROM new.accepted_at OR old.started_at IS DISTINCT FROM new.started_at OR old.closed_at IS DISTINCT FROM new.closed_at OR old.acknowledge_by IS DISTINCT FROM new.acknowledge_by OR old.start_by IS DISTINCT FROM new.start_by OR old.feedback_by IS DISTINCT FROM new.feedback_by OR old.answer_cancellation_by IS DISTINCT FROM new.answer_cancellation_by OR old.expected_arrival IS DISTINCT FROM new.expected_arrival)
    EXECUTE FUNCTION count_referral();
ALTER TABLE referral ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER follow_referral
    AFTER UPDATE OF status, departed_at, answer_cancellation_by ON referral
    FOR EACH ROW
    WHEN (old.status <> new.status OR old.departed_at IS DISTINCT FROM new.departed_at OR old.answer_cancellation_by IS DISTINCT FROM new.answer_cancellation_by)
    EXECUTE FUNCTION follow_referral();

CREATE TRIGGER name_shelter
    BEFORE UPDATE ON referral
    FOR EACH ROW
    WHEN (old.shelter_named_at IS DISTINCT FROM new.shelter_named_at)
    EXECUTE FUNCTION name_shelter();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON referral
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE referral ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER note_death
    AFTER UPDATE OF end_reason ON referral
    FOR EACH ROW
    WHEN (new.end_reason = 'death'::text AND old.end_reason IS DISTINCT FROM new.end_reason)
    EXECUTE FUNCTION note_death();

CREATE TRIGGER renew_consent
    AFTER UPDATE OF consent_id ON referral
    FOR EACH ROW
    WHEN (old.consent_id IS DISTINCT FROM new.consent_id)
    EXECUTE FUNCTION renew_consent();

CREATE TRIGGER stay_follows_referral
    AFTER UPDATE OF status, started_at ON referral
    FOR EACH ROW
    WHEN (old.status <> new.status OR old.started_at IS DISTINCT FROM new.started_at)
    EXECUTE FUNCTION stay_follows_referral();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON referral
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE referral ENABLE ALWAYS TRIGGER unaudited;
