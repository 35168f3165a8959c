-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON case_code_pad TO referral_app;
GRANT SELECT ON case_code_pad TO referral_app;
GRANT UPDATE (status, closed_at, version) ON case_code_pad TO referral_app;

ALTER TABLE case_code_pad ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_code_pad FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON case_code_pad FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON case_code_pad FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON case_code_pad
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE case_code_pad ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON case_code_pad
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE case_code_pad ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, drawn_by_agent_id, size, recorded_at ON case_code_pad
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE case_code_pad ENABLE ALWAYS TRIGGER written_once;
