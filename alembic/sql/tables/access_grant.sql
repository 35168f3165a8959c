-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON access_grant TO referral_app;
GRANT SELECT ON access_grant TO referral_app;

ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_grant FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON access_grant FOR INSERT TO referral_app
    WITH CHECK (true);

CREATE POLICY app_select ON access_grant FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON access_grant FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER case_key
    BEFORE INSERT ON access_grant
    FOR EACH ROW
    WHEN (new.case_recorded_key IS NULL)
    EXECUTE FUNCTION follow_case_key();
ALTER TABLE access_grant ENABLE ALWAYS TRIGGER case_key;

CREATE TRIGGER check_grants
    AFTER INSERT ON access_grant
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT
    EXECUTE FUNCTION check_grants();
ALTER TABLE access_grant ENABLE ALWAYS TRIGGER check_grants;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON access_grant
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE access_grant ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER DELETE OR UPDATE ON access_grant
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE access_grant ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF organisation_id, case_id, basis, basis_id ON access_grant
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE access_grant ENABLE ALWAYS TRIGGER written_once;
