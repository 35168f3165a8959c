-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON notice TO referral_app;
GRANT SELECT ON notice TO referral_app;
GRANT UPDATE (read_at, read_by_agent_id, version) ON notice TO referral_app;

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON notice FOR INSERT TO referral_app
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_select ON notice FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY app_update ON notice FOR UPDATE TO referral_app
    USING (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY owner ON notice FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON notice
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE notice ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON notice
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE notice ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, agent_id, role, kind, stage, subject, subject_id, concerned_id, candidates, due_at, recorded_at ON notice
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE notice ENABLE ALWAYS TRIGGER written_once;
