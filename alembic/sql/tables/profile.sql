-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON profile TO referral_app;
GRANT SELECT ON profile TO referral_app;
GRANT UPDATE (
    birth_country, origin, residence, sealed_localities, residence_kind, migration_statuses,
    displacement_causes, education_level, reads_and_writes, marital_status,
    first_union_before_18, children_count, dependants_with_person, employment_before,
    income_level, documents_held, birth_registered, age_basis, age_at_registration,
    age_at_registration_precision, wg_seeing, wg_hearing, wg_walking, wg_remembering,
    wg_self_care, wg_communicating, difficulty_any, version, updated_at,
    updated_by_organisation_id, updated_by_agent_id
) ON profile TO referral_app;

ALTER TABLE profile ENABLE ROW LEVEL SECURITY;
ALTER TABLE profile FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON profile FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = profile.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON profile FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = profile.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON profile FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = profile.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON profile FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON profile
    FOR EACH ROW
    EXECUTE FUNCTION count_profile();
ALTER TABLE profile ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON profile
    FOR EACH ROW
    WHEN (old.residence_kind IS DISTINCT FROM new.residence_kind OR old.migration_statuses IS DISTINCT FROM new.migration_statuses OR old.displacement_causes IS DISTINCT FROM new.displacement_causes OR old.income_level IS DISTINCT FROM new.income_level OR old.difficulty_any IS DISTINCT FROM new.difficulty_any OR old.updated_by_organisation_id IS DISTINCT FROM new.updated_by_organisation_id)
    EXECUTE FUNCTION count_profile();
ALTER TABLE profile ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON profile
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE profile ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON profile
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE profile ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF case_id ON profile
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE profile ENABLE ALWAYS TRIGGER written_once;
