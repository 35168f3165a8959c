-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON support_plan TO referral_app;
GRANT SELECT ON support_plan TO referral_app;
GRANT UPDATE (
    assessment_id, status, agreed_by_person, copy_given, explained_in, planned_end_on, ended_on,
    review_by, end_reason, activated_at, planned_at, closed_at, version
) ON support_plan TO referral_app;

ALTER TABLE support_plan ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_plan FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON support_plan FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_plan.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON support_plan FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_plan.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON support_plan FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_plan.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON support_plan FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON support_plan
    FOR EACH ROW
    EXECUTE FUNCTION count_support_plan();
ALTER TABLE support_plan ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON support_plan
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.custodian_id IS DISTINCT FROM new.custodian_id OR old.agreed_by_person IS DISTINCT FROM new.agreed_by_person OR old.review_by IS DISTINCT FROM new.review_by OR old.planned_end_on IS DISTINCT FROM new.planned_end_on OR old.ended_on IS DISTINCT FROM new.ended_on OR old.end_reason IS DISTINCT FROM new.end_reason OR old.activated_at IS DISTINCT FROM new.activated_at)
    EXECUTE FUNCTION count_support_plan();
ALTER TABLE support_plan ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON support_plan
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE support_plan ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_under_custodian
    BEFORE INSERT ON support_plan
    FOR EACH ROW
    EXECUTE FUNCTION stand_under_custodian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON support_plan
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE support_plan ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON support_plan
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE support_plan ENABLE ALWAYS TRIGGER written_once;
