-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_capacity TO referral_figures;

ALTER TABLE counted_capacity ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_capacity FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_capacity FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR row_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_capacity FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
