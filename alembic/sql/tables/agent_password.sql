-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON agent_password TO referral_app;
GRANT INSERT ON agent_password TO referral_app;
GRANT SELECT ON agent_password TO referral_app;
GRANT UPDATE (
    sign_in_name, key_id, hash, totp_sealed, last_step, set_at, version
) ON agent_password TO referral_app;

ALTER TABLE agent_password ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_password FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON agent_password FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON agent_password FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent_password
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_password ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent_password
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_factor();
ALTER TABLE agent_password ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF agent_id, organisation_id ON agent_password
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_password ENABLE ALWAYS TRIGGER written_once;
