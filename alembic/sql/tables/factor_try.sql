-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON factor_try TO referral_app;
GRANT INSERT ON factor_try TO referral_app;
GRANT SELECT ON factor_try TO referral_app;
GRANT UPDATE (tries, locks, locked_until, tried_at) ON factor_try TO referral_app;

ALTER TABLE factor_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE factor_try FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON factor_try FOR ALL TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text)
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON factor_try FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
