-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_incident TO referral_figures;

ALTER TABLE counted_incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_incident FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_incident FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_incident FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
