-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON tip_source TO referral_app;
GRANT INSERT ON tip_source TO referral_app;
GRANT SELECT ON tip_source TO referral_app;

ALTER TABLE tip_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE tip_source FORCE ROW LEVEL SECURITY;

CREATE POLICY app_delete ON tip_source FOR DELETE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_insert ON tip_source FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM tip t
            WHERE t.id = tip_source.tip_id
            AND t.recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        )
    );

CREATE POLICY app_select ON tip_source FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM tip t
            WHERE t.id = tip_source.tip_id
            AND t.assigned_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        )
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON tip_source FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON tip_source
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip_source ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON tip_source
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_key('tip_id');
ALTER TABLE tip_source ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER wrapping_key
    BEFORE INSERT OR UPDATE ON tip_source
    FOR EACH ROW
    EXECUTE FUNCTION refuse_dropped_key();
ALTER TABLE tip_source ENABLE ALWAYS TRIGGER wrapping_key;

CREATE TRIGGER written_once
    BEFORE UPDATE OF tip_id, sealed ON tip_source
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip_source ENABLE ALWAYS TRIGGER written_once;
