-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON agent_pin TO referral_app;
GRANT SELECT ON agent_pin TO referral_app;
GRANT UPDATE (
    key_id, hash, good_until, former_key_id, former_hash, set_at, set_by_agent_id, version
) ON agent_pin TO referral_app;

ALTER TABLE agent_pin ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_pin FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON agent_pin FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON agent_pin FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON agent_pin
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_pin ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON agent_pin
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_sign_in('agent_id');
ALTER TABLE agent_pin ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF agent_id, organisation_id ON agent_pin
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE agent_pin ENABLE ALWAYS TRIGGER written_once;
