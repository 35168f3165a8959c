-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (
    id, organisation_id, contribution_request_id, year, quarter, status, lines, channel,
    said_by, said_at, recorded_by_organisation_id, recorded_by_agent_id, recorded_by_client_id,
    version
) ON contribution TO referral_app;
GRANT SELECT ON contribution TO referral_app;
GRANT UPDATE (
    status, lines, channel, said_by, said_at, recorded_by_organisation_id, recorded_by_agent_id,
    recorded_by_client_id, revised_at, withdraw_reason, closed_at, version
) ON contribution TO referral_app;

ALTER TABLE contribution ENABLE ROW LEVEL SECURITY;
ALTER TABLE contribution FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON contribution FOR INSERT TO referral_app
    WITH CHECK (
        (
            organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            OR (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        )
        AND recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY app_select ON contribution FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY app_update ON contribution FOR UPDATE TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON contribution FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER answer_call
    AFTER INSERT OR UPDATE ON contribution
    FOR EACH ROW
    WHEN (new.contribution_request_id IS NOT NULL)
    EXECUTE FUNCTION answer_call();

CREATE TRIGGER begin_contribution
    BEFORE INSERT ON contribution
    FOR EACH ROW
    EXECUTE FUNCTION begin_contribution();

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON contribution
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image();
ALTER TABLE contribution ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER keep_first
    AFTER INSERT ON contribution
    FOR EACH ROW
    EXECUTE FUNCTION keep_contribution();

CREATE TRIGGER keep_later
    AFTER UPDATE ON contribution
    FOR EACH ROW
    WHEN (new.lines <> old.lines OR new.revised_at <> old.revised_at)
    EXECUTE FUNCTION keep_contribution();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON contribution
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON contribution
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE contribution ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, contribution_request_id, year, quarter, recorded_at ON contribution
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE contribution ENABLE ALWAYS TRIGGER written_once;
