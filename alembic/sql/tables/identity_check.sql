-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON identity_check TO referral_app;
GRANT SELECT ON identity_check TO referral_app;
GRANT UPDATE (attempts, next_at, leased_until) ON identity_check TO referral_app;

ALTER TABLE identity_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_check FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON identity_check FOR ALL TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text)
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON identity_check FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
