-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON agent_session TO referral_app;
GRANT INSERT ON agent_session TO referral_app;
GRANT SELECT ON agent_session TO referral_app;
GRANT UPDATE (
    status, cookie_digest, seen_at, locks_at, proved_at, ended_at, end_reason, version
) ON agent_session TO referral_app;

ALTER TABLE agent_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_session FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON agent_session FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON agent_session FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent_session
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_session ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent_session
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_sign_in('id', 'agent_id', 'organisation_id', 'device_id');
ALTER TABLE agent_session ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, agent_id, organisation_id, device_id, way, issuer_sid, opened_at, expires_at, recorded_key ON agent_session
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_session ENABLE ALWAYS TRIGGER written_once;
