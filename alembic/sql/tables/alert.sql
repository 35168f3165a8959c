-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON alert TO referral_app;
GRANT SELECT ON alert TO referral_app;
GRANT UPDATE (status, taken_up_by_agent_id, closed_at, version) ON alert TO referral_app;

ALTER TABLE alert ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON alert FOR INSERT TO referral_app
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_select ON alert FOR SELECT TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]));

CREATE POLICY app_update ON alert FOR UPDATE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]));

CREATE POLICY owner ON alert FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON alert
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE alert ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON alert
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE alert ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, kind, about_id, organisation_id, told, raised_at ON alert
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE alert ENABLE ALWAYS TRIGGER written_once;
