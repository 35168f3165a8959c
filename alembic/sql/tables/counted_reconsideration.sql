-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_reconsideration TO referral_figures;

ALTER TABLE counted_reconsideration ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_reconsideration FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_reconsideration FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR decided_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_reconsideration FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
