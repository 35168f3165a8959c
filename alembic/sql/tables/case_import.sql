-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON case_import TO referral_app;
GRANT SELECT ON case_import TO referral_app;
GRANT UPDATE (
    status, stop_reason, loaded, refused, problems, wrapping_key_id, wrapped_key, closed_at,
    version
) ON case_import TO referral_app;

ALTER TABLE case_import ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_import FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON case_import FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON case_import FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON case_import
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE case_import ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON case_import
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE case_import ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER wrapping_key
    BEFORE INSERT OR UPDATE ON case_import
    FOR EACH ROW
    EXECUTE FUNCTION refuse_dropped_key();
ALTER TABLE case_import ENABLE ALWAYS TRIGGER wrapping_key;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, agent_id, client_id, token_id, rows, good, digest, recorded_at ON case_import
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE case_import ENABLE ALWAYS TRIGGER written_once;
