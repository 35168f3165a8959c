-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON screening TO referral_app;
GRANT SELECT ON screening TO referral_app;
GRANT UPDATE (
    status, conducted_on, region, setting, language, interpreter, private_place, escort_absent,
    person_of_trust, child_specialist, child_specialist_reason, interviewer_sex_chosen,
    urgent_needs_first, purpose_explained, may_stop_explained, break_taken, ended,
    earlier_conversations, treated_as_child, answers, sealed_notes, sealed_narrative, advice,
    positive_dimensions, warnings, asked, yes_and_no, closed_at, version, interviewer_sex
) ON screening TO referral_app;

ALTER TABLE screening ENABLE ROW LEVEL SECURITY;
ALTER TABLE screening FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON screening FOR INSERT TO referral_app
    WITH CHECK (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = screening.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON screening FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = screening.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON screening FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = screening.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('exploitation'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON screening FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON screening
    FOR EACH ROW
    EXECUTE FUNCTION count_screening();
ALTER TABLE screening ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON screening
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.instrument IS DISTINCT FROM new.instrument OR old.instrument_version IS DISTINCT FROM new.instrument_version OR old.advice IS DISTINCT FROM new.advice OR old.conducted_on IS DISTINCT FROM new.conducted_on OR old.treated_as_child IS DISTINCT FROM new.treated_as_child OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id)
    EXECUTE FUNCTION count_screening();
ALTER TABLE screening ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON screening
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE screening ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON screening
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE screening ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, instrument, instrument_version, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON screening
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE screening ENABLE ALWAYS TRIGGER written_once;
