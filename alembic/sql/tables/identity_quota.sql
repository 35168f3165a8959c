-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON identity_quota TO referral_app;

ALTER TABLE identity_quota ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_quota FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON identity_quota FOR SELECT TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON identity_quota FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
