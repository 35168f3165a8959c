-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON import_row TO referral_app;
GRANT SELECT ON import_row TO referral_app;
GRANT UPDATE (sealed, case_id) ON import_row TO referral_app;

ALTER TABLE import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_row FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON import_row FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON import_row FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON import_row
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE import_row ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON import_row
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('import_id');
ALTER TABLE import_row ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF import_id, number, organisation_id ON import_row
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE import_row ENABLE ALWAYS TRIGGER written_once;
