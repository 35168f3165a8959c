-- Written by `make sql` from a migrated database; do not edit.

ALTER TABLE identity_index ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_index FORCE ROW LEVEL SECURITY;

CREATE POLICY owner ON identity_index FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);
