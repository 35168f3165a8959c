-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON support_goal TO referral_app;
GRANT SELECT ON support_goal TO referral_app;
GRANT UPDATE (
    status, sealed_objective, wanted_by_person, responsible_organisation_id, due_on,
    achieved_on, progress, closed_at, version
) ON support_goal TO referral_app;

ALTER TABLE support_goal ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_goal FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON support_goal FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_goal.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON support_goal FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_goal.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON support_goal FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_goal.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR responsible_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = support_goal.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON support_goal FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON support_goal
    FOR EACH ROW
    EXECUTE FUNCTION count_support_goal();
ALTER TABLE support_goal ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON support_goal
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.plan_id IS DISTINCT FROM new.plan_id OR old.status IS DISTINCT FROM new.status OR old.custodian_id IS DISTINCT FROM new.custodian_id OR old.domain IS DISTINCT FROM new.domain OR old.wanted_by_person IS DISTINCT FROM new.wanted_by_person OR old.responsible_organisation_id IS DISTINCT FROM new.responsible_organisation_id OR old.due_on IS DISTINCT FROM new.due_on OR old.achieved_on IS DISTINCT FROM new.achieved_on OR old.progress IS DISTINCT FROM new.progress)
    EXECUTE FUNCTION count_support_goal();
ALTER TABLE support_goal ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON support_goal
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE support_goal ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_under_custodian
    BEFORE INSERT ON support_goal
    FOR EACH ROW
    EXECUTE FUNCTION stand_under_custodian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON support_goal
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE support_goal ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, plan_id, domain, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON support_goal
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE support_goal ENABLE ALWAYS TRIGGER written_once;
