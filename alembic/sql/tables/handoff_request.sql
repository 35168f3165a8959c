-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON handoff_request TO referral_app;
GRANT SELECT ON handoff_request TO referral_app;
GRANT UPDATE ON handoff_request TO referral_app;

ALTER TABLE handoff_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE handoff_request FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON handoff_request FOR INSERT TO referral_app
    WITH CHECK (
        requester_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = handoff_request.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            OFFSET 0
        )
    );

CREATE POLICY app_select ON handoff_request FOR SELECT TO referral_app
    USING (
        requester_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = handoff_request.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND (
                handoff_request.kind = 'investigation'::text
                OR ('protection'::text = ANY (g.reads))
            )
            OFFSET 0
        )
    );

CREATE POLICY app_update ON handoff_request FOR UPDATE TO referral_app
    USING (
        requester_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = handoff_request.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND (
                handoff_request.kind = 'investigation'::text
                OR ('protection'::text = ANY (g.reads))
            )
            OFFSET 0
        )
    );

CREATE POLICY owner ON handoff_request FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON handoff_request
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE handoff_request ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON handoff_request
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE handoff_request ENABLE ALWAYS TRIGGER unaudited;
