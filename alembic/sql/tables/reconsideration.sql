-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON reconsideration TO referral_app;
GRANT SELECT ON reconsideration TO referral_app;
GRANT UPDATE (
    status, sealed_reasons, decided_by_organisation_id, decided_by_agent_id, decided_at,
    overdue_at, closed_at, version
) ON reconsideration TO referral_app;

ALTER TABLE reconsideration ENABLE ROW LEVEL SECURITY;
ALTER TABLE reconsideration FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON reconsideration FOR INSERT TO referral_app
    WITH CHECK (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = reconsideration.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON reconsideration FOR SELECT TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = reconsideration.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON reconsideration FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = reconsideration.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON reconsideration FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_reconsideration
    BEFORE INSERT ON reconsideration
    FOR EACH ROW
    EXECUTE FUNCTION begin_reconsideration();

CREATE TRIGGER counted
    AFTER INSERT ON reconsideration
    FOR EACH ROW
    EXECUTE FUNCTION count_reconsideration();
ALTER TABLE reconsideration ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON reconsideration
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.asked_by IS DISTINCT FROM new.asked_by OR old.asked_on IS DISTINCT FROM new.asked_on OR (old.late_reason IS NOT NULL) IS DISTINCT FROM (new.late_reason IS NOT NULL) OR (old.overdue_at IS NOT NULL) IS DISTINCT FROM (new.overdue_at IS NOT NULL) OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id OR old.decided_by_organisation_id IS DISTINCT FROM new.decided_by_organisation_id OR old.decided_at IS DISTINCT FROM new.decided_at)
    EXECUTE FUNCTION count_reconsideration();
ALTER TABLE reconsideration ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER follow_reconsideration
    AFTER INSERT OR UPDATE OF status ON reconsideration
    FOR EACH ROW
    EXECUTE FUNCTION follow_reconsideration();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON reconsideration
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE reconsideration ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON reconsideration
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE reconsideration ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, decision_id, status_before, first_agent_id, asked_by, asked_on, late_reason, new_facts, sealed_grounds, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON reconsideration
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE reconsideration ENABLE ALWAYS TRIGGER written_once;
