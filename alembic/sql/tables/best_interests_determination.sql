-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON best_interests_determination TO referral_app;
GRANT SELECT ON best_interests_determination TO referral_app;
GRANT UPDATE (closed_at, version, status) ON best_interests_determination TO referral_app;

ALTER TABLE best_interests_determination ENABLE ROW LEVEL SECURITY;
ALTER TABLE best_interests_determination FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON best_interests_determination FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = best_interests_determination.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON best_interests_determination FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = best_interests_determination.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON best_interests_determination FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = best_interests_determination.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON best_interests_determination FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER check_panel
    BEFORE INSERT ON best_interests_determination
    FOR EACH ROW
    EXECUTE FUNCTION check_panel();

CREATE TRIGGER counted
    AFTER INSERT ON best_interests_determination
    FOR EACH ROW
    EXECUTE FUNCTION count_best_interests_determination();
ALTER TABLE best_interests_determination ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON best_interests_determination
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.assessment_id IS DISTINCT FROM new.assessment_id OR old.decision IS DISTINCT FROM new.decision OR old.decided_on IS DISTINCT FROM new.decided_on OR old.review_by IS DISTINCT FROM new.review_by OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id)
    EXECUTE FUNCTION count_best_interests_determination();
ALTER TABLE best_interests_determination ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON best_interests_determination
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE best_interests_determination ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON best_interests_determination
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON best_interests_determination
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE best_interests_determination ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at, assessment_id, panel, options, sealed_options, decision, sealed_dissent, decided_on, review_by, own_view_ids, no_view_reason ON best_interests_determination
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE best_interests_determination ENABLE ALWAYS TRIGGER written_once;
