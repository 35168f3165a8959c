-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON assessment TO referral_app;
GRANT SELECT ON assessment TO referral_app;
GRANT UPDATE (status, risks_confirmed_at, closed_at, version) ON assessment TO referral_app;

ALTER TABLE assessment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON assessment FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON assessment FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON assessment FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = assessment.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON assessment FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON assessment
    FOR EACH ROW
    EXECUTE FUNCTION count_assessment();
ALTER TABLE assessment ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON assessment
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.level IS DISTINCT FROM new.level OR old.conducted_on IS DISTINCT FROM new.conducted_on OR old.region IS DISTINCT FROM new.region OR old.needs IS DISTINCT FROM new.needs OR old.need_urgencies IS DISTINCT FROM new.need_urgencies OR old.need_wishes IS DISTINCT FROM new.need_wishes OR old.risk_level IS DISTINCT FROM new.risk_level OR old.next_by IS DISTINCT FROM new.next_by OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id)
    EXECUTE FUNCTION count_assessment();
ALTER TABLE assessment ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON assessment
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE assessment ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_under_custodian
    BEFORE INSERT ON assessment
    FOR EACH ROW
    EXECUTE FUNCTION stand_under_custodian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON assessment
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE assessment ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, level, conducted_on, region, language, interpreter, needs, need_urgencies, need_wishes, risks, risk_likelihoods, risk_gravities, risk_level, household, community, sealed_notes, sealed_person_view, next_by, plan_by, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON assessment
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE assessment ENABLE ALWAYS TRIGGER written_once;
