-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_support_plan TO referral_figures;

ALTER TABLE counted_support_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_support_plan FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_support_plan FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR custodian_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_support_plan FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
