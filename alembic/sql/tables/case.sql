-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (
    id, code, status, state, sex, age_band, age_in_doubt, region, nationality, languages,
    risk_flags, closure_reason, protection_custodian_id, investigation_custodian_id,
    registered_by_organisation_id, registered_by_agent_id, registered_at, updated_at, closed_at,
    version, nationalities, recorded_key, happened_at, interviewer_sex, duplicate_of_id
) ON "case" TO referral_app;
GRANT SELECT ON "case" TO referral_app;
GRANT UPDATE (
    status, state, sex, age_band, age_in_doubt, region, nationality, languages, risk_flags,
    closure_reason, updated_at, closed_at, version, death_reported_at, death_refuted_at,
    nationalities, duplicate_of_id
) ON "case" TO referral_app;

ALTER TABLE "case" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "case" FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON "case" FOR INSERT TO referral_app
    WITH CHECK (registered_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON "case" FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = "case".id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND true
            OFFSET 0
        )
    );

CREATE POLICY app_update ON "case" FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = "case".id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
    )
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = "case".id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
    );

CREATE POLICY owner ON "case" FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER child_route_follows_case
    AFTER UPDATE OF age_band, age_in_doubt ON "case"
    FOR EACH ROW
    WHEN ((old.age_in_doubt OR (old.age_band <> ALL ('{18_24,25_59,60_plus}'::text[]))) AND NOT new.age_in_doubt AND (new.age_band = ANY ('{18_24,25_59,60_plus}'::text[])))
    EXECUTE FUNCTION child_route_follows_case();

CREATE TRIGGER counted
    AFTER INSERT ON "case"
    FOR EACH ROW
    EXECUTE FUNCTION count_case();
ALTER TABLE "case" ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON "case"
    FOR EACH ROW
    WHEN (old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.age_in_doubt IS DISTINCT FROM new.age_in_doubt OR old.region IS DISTINCT FROM new.region OR old.nationality IS DISTINCT FROM new.nationality OR old.nationalities IS DISTINCT FROM new.nationalities OR old.status IS DISTINCT FROM new.status OR old.state IS DISTINCT FROM new.state OR old.closure_reason IS DISTINCT FROM new.closure_reason OR old.closed_at IS DISTINCT FROM new.closed_at OR old.registered_by_organisation_id IS DISTINCT FROM new.registered_by_organisation_id OR old.registered_at IS DISTINCT FROM new.registered_at)
    EXECUTE FUNCTION count_case();
ALTER TABLE "case" ENABLE ALWAYS TRIGGER counted_again;

CREATE CONSTRAINT TRIGGER custodian
    AFTER INSERT OR UPDATE OF protection_custodian_id, investigation_custodian_id ON "case"
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION require_custodian();

CREATE TRIGGER measure_follows_case
    AFTER UPDATE OF status ON "case"
    FOR EACH ROW
    WHEN (old.status <> new.status)
    EXECUTE FUNCTION measure_follows_case();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON "case"
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE "case" ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stay_follows_case
    AFTER UPDATE OF sex, age_band, age_in_doubt ON "case"
    FOR EACH ROW
    WHEN (old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.age_in_doubt IS DISTINCT FROM new.age_in_doubt)
    EXECUTE FUNCTION stay_follows_case();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON "case"
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_case();
ALTER TABLE "case" ENABLE ALWAYS TRIGGER unaudited;
