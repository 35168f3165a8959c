-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON device_cookie TO referral_app;
GRANT INSERT ON device_cookie TO referral_app;
GRANT SELECT ON device_cookie TO referral_app;
GRANT UPDATE (seen_at, spent_at) ON device_cookie TO referral_app;

ALTER TABLE device_cookie ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_cookie FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON device_cookie FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON device_cookie FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
