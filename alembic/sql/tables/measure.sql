-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON measure TO referral_app;
GRANT SELECT ON measure TO referral_app;
GRANT UPDATE (
    status, legal_basis, risk_assessment_id, bid_id, signatures, decided_by_organisation_id,
    decided_by_agent_id, decided_on, sealed_reasons, revoking_agent_id, starts_on, ends_on,
    starts_at, ends_at, started_on, ended_on, review_by, review_at, unreviewed_at, tell_by,
    untold_at, told_on, told_in, outcome, days, extensions, arrived_on, determine_by,
    undetermined_at, sent_on, answer, answered_on, answer_by, unanswered_at, closed_at, version
) ON measure TO referral_app;

ALTER TABLE measure ENABLE ROW LEVEL SECURITY;
ALTER TABLE measure FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON measure FOR INSERT TO referral_app
    WITH CHECK (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = measure.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND true
            OFFSET 0
        )
    );

CREATE POLICY app_select ON measure FOR SELECT TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR executor_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND decided_on IS NOT NULL
        AND status <> 'rejected'::text
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = measure.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (
                (measure.section = ANY (g.reads))
                OR g.basis = 'custody'::text
                AND (
                    measure.kind = ANY (
                        '{recovery_period,safety_measure,guardian_appointment,stay_permit,child_placement,non_punishment_notice,witness_protection}'::text[]
                    )
                )
            )
            OFFSET 0
        )
    );

CREATE POLICY app_update ON measure FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR executor_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND decided_on IS NOT NULL
        AND status <> 'rejected'::text
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = measure.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (
                (measure.section = ANY (g.reads))
                OR g.basis = 'custody'::text
                AND (
                    measure.kind = ANY (
                        '{recovery_period,safety_measure,guardian_appointment,stay_permit,child_placement,non_punishment_notice,witness_protection}'::text[]
                    )
                )
            )
            OFFSET 0
        )
    );

CREATE POLICY owner ON measure FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_measure
    BEFORE INSERT ON measure
    FOR EACH ROW
    EXECUTE FUNCTION begin_measure();

CREATE TRIGGER counted
    AFTER INSERT ON measure
    FOR EACH ROW
    EXECUTE FUNCTION count_measure();
ALTER TABLE measure ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON measure
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.kind IS DISTINCT FROM new.kind OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id OR old.decided_by_organisation_id IS DISTINCT FROM new.decided_by_organisation_id OR old.decided_on IS DISTINCT FROM new.decided_on OR old.started_on IS DISTINCT FROM new.started_on OR old.ended_on IS DISTINCT FROM new.ended_on OR old.outcome IS DISTINCT FROM new.outcome OR (old.extensions <> '[]'::jsonb) IS DISTINCT FROM (new.extensions <> '[]'::jsonb) OR (old.risk_assessment_id IS NOT NULL) IS DISTINCT FROM (new.risk_assessment_id IS NOT NULL) OR (old.bid_id IS NOT NULL) IS DISTINCT FROM (new.bid_id IS NOT NULL) OR old.recorded_at IS DISTINCT FROM new.recorded_at)
    EXECUTE FUNCTION count_measure();
ALTER TABLE measure ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON measure
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE measure ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON measure
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE measure ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, section, kind, asked_by, person_wants_it, urgent, consent_id, executor_organisation_id, signatures_needed, stay_id, safety_measures, guardian_id, permit_kind, valid_until, place_country, place_country_known, place_region, place_division_code, place_cercle, place_setting, return_kind, travel_on, escort, travel_document, relative_kind, tracing_id, family_check, care_arrangement, carer_check, offence_text_id, exploitation_ids, witness_protections, court_id, sealed_words, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON measure
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE measure ENABLE ALWAYS TRIGGER written_once;
