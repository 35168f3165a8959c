-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_screening TO referral_figures;

ALTER TABLE counted_screening ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_screening FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_screening FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_screening FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
