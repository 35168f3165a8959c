-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON pad_code TO referral_app;
GRANT SELECT ON pad_code TO referral_app;
GRANT UPDATE (case_id, used_at) ON pad_code TO referral_app;

ALTER TABLE pad_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE pad_code FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON pad_code FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON pad_code FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON pad_code
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE pad_code ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON pad_code
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('pad_id', 'case_id');
ALTER TABLE pad_code ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF code, pad_id, organisation_id ON pad_code
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE pad_code ENABLE ALWAYS TRIGGER written_once;
