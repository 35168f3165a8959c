-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON idempotency_record TO referral_app;
GRANT INSERT ON idempotency_record TO referral_app;
GRANT SELECT ON idempotency_record TO referral_app;

ALTER TABLE idempotency_record ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_record FORCE ROW LEVEL SECURITY;

CREATE POLICY app_delete ON idempotency_record FOR DELETE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY app_insert ON idempotency_record FOR INSERT TO referral_app
    WITH CHECK (organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON idempotency_record FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON idempotency_record FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
