-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_person TO referral_figures;

ALTER TABLE counted_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_person FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_person FOR SELECT TO referral_figures
    USING (true);

CREATE POLICY owner ON counted_person FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
