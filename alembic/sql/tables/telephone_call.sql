-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON telephone_call TO referral_app;
GRANT SELECT ON telephone_call TO referral_app;
GRANT UPDATE (
    status, custodian_id, decided_by_agent_id, correction_reason, closed_at, version
) ON telephone_call TO referral_app;

ALTER TABLE telephone_call ENABLE ROW LEVEL SECURITY;
ALTER TABLE telephone_call FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON telephone_call FOR INSERT TO referral_app
    WITH CHECK (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND receiver_id <> (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND (
            sender_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            OR (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        )
    );

CREATE POLICY app_select ON telephone_call FOR SELECT TO referral_app
    USING (
        receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR subject = 'handoff'::text
        AND sender_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = telephone_call.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON telephone_call FOR UPDATE TO referral_app
    USING (
        receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR subject = 'handoff'::text
        AND sender_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = telephone_call.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    )
    WITH CHECK (
        receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON telephone_call FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON telephone_call
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE telephone_call ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON telephone_call
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE telephone_call ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, subject, subject_id, act, sender_id, receiver_id, said_by, telephone, happened_at, recorded_at, recorded_by_organisation_id, recorded_by_agent_id ON telephone_call
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE telephone_call ENABLE ALWAYS TRIGGER written_once;
