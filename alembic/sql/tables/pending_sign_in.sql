-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON pending_sign_in TO referral_app;
GRANT INSERT ON pending_sign_in TO referral_app;
GRANT SELECT ON pending_sign_in TO referral_app;

ALTER TABLE pending_sign_in ENABLE ROW LEVEL SECURITY;
ALTER TABLE pending_sign_in FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON pending_sign_in FOR ALL TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text)
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON pending_sign_in FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
