-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON notice_message TO referral_app;
GRANT INSERT ON notice_message TO referral_app;
GRANT SELECT ON notice_message TO referral_app;
GRANT UPDATE (
    state, attempts, next_at, leased_until, finished_at
) ON notice_message TO referral_app;

ALTER TABLE notice_message ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_message FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON notice_message FOR ALL TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text)
    WITH CHECK ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON notice_message FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
