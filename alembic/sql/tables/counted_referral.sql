-- Written by `make sql` from a migrated database; do not edit.

GRANT SELECT ON counted_referral TO referral_figures;

ALTER TABLE counted_referral ENABLE ROW LEVEL SECURITY;
ALTER TABLE counted_referral FORCE ROW LEVEL SECURITY;

CREATE POLICY figures ON counted_referral FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR sender_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON counted_referral FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
