-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON referral_copy TO referral_app;

ALTER TABLE referral_copy ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_copy FORCE ROW LEVEL SECURITY;

CREATE POLICY app_select ON referral_copy FOR SELECT TO referral_app
    USING (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY owner ON referral_copy FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON referral_copy
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE referral_copy ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON referral_copy
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE referral_copy ENABLE ALWAYS TRIGGER unaudited;
