-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_means_request TO referral_figures;

ALTER TABLE counted_means_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_means_request FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_means_request FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR asked_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR asked_of_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_means_request FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
