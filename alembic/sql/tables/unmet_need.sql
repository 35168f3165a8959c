-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON unmet_need TO referral_app;
GRANT SELECT ON unmet_need TO referral_app;

ALTER TABLE unmet_need ENABLE ROW LEVEL SECURITY;
ALTER TABLE unmet_need FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON unmet_need FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON unmet_need FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER imaged
    AFTER INSERT OR UPDATE ON unmet_need
    FOR EACH ROW
    EXECUTE FUNCTION keep_entry_image('organisation_id', 'service_type', 'priority', 'category', 'number', 'region', 'fallback', 'recorded_at');
ALTER TABLE unmet_need ENABLE ALWAYS TRIGGER imaged;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON unmet_need
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE unmet_need ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER once_a_day
    BEFORE INSERT ON unmet_need
    FOR EACH ROW
    EXECUTE FUNCTION leave_out_repeated_need();
ALTER TABLE unmet_need ENABLE ALWAYS TRIGGER once_a_day;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON unmet_need
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE unmet_need ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, recorded_at ON unmet_need
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE unmet_need ENABLE ALWAYS TRIGGER written_once;
