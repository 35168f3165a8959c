-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (
    id, organisation_id, status, reference, received_from, title, resolution, documents,
    received_on, due_on, period_from, period_to, recorded_by_agent_id, version
) ON contribution_request TO referral_app;
GRANT SELECT ON contribution_request TO referral_app;
GRANT UPDATE (
    status, received_from, title, resolution, documents, due_on, opened_at, frozen_at, cut_id,
    withdraw_reason, closed_at, version
) ON contribution_request TO referral_app;

ALTER TABLE contribution_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE contribution_request FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON contribution_request FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
    );

CREATE POLICY app_select ON contribution_request FOR SELECT TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM contribution_call c
            WHERE c.contribution_request_id = contribution_request.id
            AND c.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        )
    );

CREATE POLICY app_update ON contribution_request FOR UPDATE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'flow'::text);

CREATE POLICY owner ON contribution_request FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON contribution_request
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE contribution_request ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON contribution_request
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution_request ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON contribution_request
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE contribution_request ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, reference, received_on, period_from, period_to, recorded_at, recorded_by_agent_id ON contribution_request
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution_request ENABLE ALWAYS TRIGGER written_once;
