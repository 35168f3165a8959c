-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_person_link TO referral_figures;

ALTER TABLE counted_person_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_person_link FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_person_link FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR decided_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_person_link FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
