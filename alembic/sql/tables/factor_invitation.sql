-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON factor_invitation TO referral_app;
GRANT INSERT ON factor_invitation TO referral_app;
GRANT SELECT ON factor_invitation TO referral_app;
GRANT UPDATE (used_at) ON factor_invitation TO referral_app;

ALTER TABLE factor_invitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE factor_invitation FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON factor_invitation FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON factor_invitation FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON factor_invitation
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE factor_invitation ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON factor_invitation
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_factor();
ALTER TABLE factor_invitation ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, agent_id, organisation_id, code_digest, code_until, invited_by_agent_id, invited_at ON factor_invitation
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE factor_invitation ENABLE ALWAYS TRIGGER written_once;
