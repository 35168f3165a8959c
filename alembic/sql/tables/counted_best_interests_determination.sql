-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_best_interests_determination TO referral_figures;

ALTER TABLE counted_best_interests_determination ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_best_interests_determination FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_best_interests_determination FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_best_interests_determination FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
