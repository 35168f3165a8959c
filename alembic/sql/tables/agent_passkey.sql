-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON agent_passkey TO referral_app;
GRANT INSERT ON agent_passkey TO referral_app;
GRANT SELECT ON agent_passkey TO referral_app;
GRANT UPDATE (sign_count, used_at) ON agent_passkey TO referral_app;

ALTER TABLE agent_passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_passkey FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON agent_passkey FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON agent_passkey FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent_passkey
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_passkey ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent_passkey
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_factor();
ALTER TABLE agent_passkey ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, agent_id, organisation_id, credential_id, credential, name, added_at ON agent_passkey
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_passkey ENABLE ALWAYS TRIGGER written_once;
