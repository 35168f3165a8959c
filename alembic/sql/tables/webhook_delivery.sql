-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON webhook_delivery TO referral_app;
GRANT INSERT ON webhook_delivery TO referral_app;
GRANT SELECT ON webhook_delivery TO referral_app;
GRANT UPDATE (
    state, attempts, next_at, leased_until, last_status, finished_at
) ON webhook_delivery TO referral_app;

ALTER TABLE webhook_delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_delivery FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON webhook_delivery FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON webhook_delivery FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
