-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON referral TO referral_app;
GRANT SELECT ON referral TO referral_app;
GRANT UPDATE (
    status, case_code, sex, age_band, region, languages, do_not_contact, consent_id, bed,
    acknowledge_by, decide_by, start_by, feedback_by, sent_at, received_at, accepted_at,
    started_at, closed_at, review_on, attendance, appointment_at, cancellation_requested,
    answer_cancellation_by, reason, outcome, suggested_receiver_id, version, hold_reason,
    cancellation_reason, end_reason, treated_as_child, case_risk_flags, sheet_updated_at,
    acknowledgement_delay_at, feedback_delay_at, cancellation_delay_at, sheet_until
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

CREATE TRIGGER follow_referral
    AFTER UPDATE OF status ON referral
    FOR EACH ROW
    WHEN (old.status <> new.status)
    EXECUTE FUNCTION follow_referral();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON referral
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE referral ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER renew_consent
    AFTER UPDATE OF consent_id ON referral
    FOR EACH ROW
    WHEN (old.consent_id IS DISTINCT FROM new.consent_id)
    EXECUTE FUNCTION renew_consent();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON referral
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE referral ENABLE ALWAYS TRIGGER unaudited;
