-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON vault_key TO referral_app;
GRANT SELECT ON vault_key TO referral_app;

ALTER TABLE vault_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE vault_key FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON vault_key FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM tip t
            WHERE t.id = vault_key.subject_id
            AND t.recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        )
        OR EXISTS (
            SELECT 1
            FROM incident i
            WHERE i.id = vault_key.subject_id
            AND i.recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        )
    );

CREATE POLICY app_select ON vault_key FOR SELECT TO referral_app
    USING (
        (EXISTS (SELECT 1 FROM tip t WHERE t.id = vault_key.subject_id))
        OR EXISTS (
            SELECT 1
            FROM incident i
            WHERE i.id = vault_key.subject_id
            AND (
                i.recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                OR (SELECT current_setting('app.sight'::text, true)) = 'grants'::text
            )
        )
    );

CREATE POLICY owner ON vault_key FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON vault_key
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE vault_key ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON vault_key
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_key('subject_id');
ALTER TABLE vault_key ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER wrapping_key
    BEFORE INSERT OR UPDATE ON vault_key
    FOR EACH ROW
    EXECUTE FUNCTION refuse_dropped_key();
ALTER TABLE vault_key ENABLE ALWAYS TRIGGER wrapping_key;

CREATE TRIGGER written_once
    BEFORE UPDATE OF subject_id, subject ON vault_key
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE vault_key ENABLE ALWAYS TRIGGER written_once;
