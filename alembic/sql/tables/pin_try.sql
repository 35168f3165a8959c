-- Written by `make sql` from a migrated database; do not edit.

GRANT DELETE ON pin_try TO referral_app;
GRANT INSERT ON pin_try TO referral_app;
GRANT SELECT ON pin_try TO referral_app;
GRANT UPDATE (
    tries, locks, locked_until, day_began_at, day_tries, reset_needed, tried_at
) ON pin_try TO referral_app;

ALTER TABLE pin_try ENABLE ROW LEVEL SECURITY;
ALTER TABLE pin_try FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON pin_try FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON pin_try FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
