-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON webhook_position TO referral_app;
GRANT SELECT ON webhook_position TO referral_app;
GRANT UPDATE (xid) ON webhook_position TO referral_app;

ALTER TABLE webhook_position ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_position FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON webhook_position FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON webhook_position FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
