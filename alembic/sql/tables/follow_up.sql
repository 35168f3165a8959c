-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON follow_up TO referral_app;
GRANT SELECT ON follow_up TO referral_app;
GRANT UPDATE (
    status, counted_from, due_on, done_on, mode, safe_channel_used, result, living, income,
    school_or_work, safe, stigma, new_exploitation, needs_help, outcome, sealed_own_words,
    closed_at, version
) ON follow_up TO referral_app;

ALTER TABLE follow_up ENABLE ROW LEVEL SECURITY;
ALTER TABLE follow_up FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON follow_up FOR INSERT TO referral_app
    WITH CHECK (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = follow_up.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON follow_up FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = follow_up.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON follow_up FOR UPDATE TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = follow_up.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON follow_up FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON follow_up
    FOR EACH ROW
    EXECUTE FUNCTION count_follow_up();
ALTER TABLE follow_up ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON follow_up
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.point IS DISTINCT FROM new.point OR old.due_on IS DISTINCT FROM new.due_on OR old.done_on IS DISTINCT FROM new.done_on OR old.result IS DISTINCT FROM new.result OR old.outcome IS DISTINCT FROM new.outcome OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id)
    EXECUTE FUNCTION count_follow_up();
ALTER TABLE follow_up ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON follow_up
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE follow_up ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER note_death
    AFTER UPDATE OF result ON follow_up
    FOR EACH ROW
    WHEN (new.result = 'deceased'::text AND old.result IS DISTINCT FROM new.result)
    EXECUTE FUNCTION note_death();

CREATE TRIGGER stand_under_custodian
    BEFORE INSERT ON follow_up
    FOR EACH ROW
    EXECUTE FUNCTION stand_under_custodian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON follow_up
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE follow_up ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, consent_id, point, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON follow_up
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE follow_up ENABLE ALWAYS TRIGGER written_once;
