-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON recovery_code TO referral_app;
GRANT INSERT ON recovery_code TO referral_app;
GRANT SELECT ON recovery_code TO referral_app;

ALTER TABLE recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_code FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON recovery_code FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON recovery_code FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
