-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON stay TO referral_app;
GRANT SELECT ON stay TO referral_app;
GRANT UPDATE (
    status, has_place, arrived_at, arrival_state, with_women, with_girls, with_men, with_boys,
    with_unknown, rules_explained_in, free_to_leave_told, absence_id, absent_since,
    return_expected_at, absence_planned, return_by, return_delay_at, absences, departed_at,
    departure_reason, departure_wished, destination_kind, destination_region,
    sealed_destination, closed_at, version
) ON stay TO referral_app;

ALTER TABLE stay ENABLE ROW LEVEL SECURITY;
ALTER TABLE stay FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON stay FOR INSERT TO referral_app
    WITH CHECK (host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON stay FOR SELECT TO referral_app
    USING (
        host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = stay.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON stay FOR UPDATE TO referral_app
    USING (
        host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = stay.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON stay FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_stay
    BEFORE INSERT ON stay
    FOR EACH ROW
    EXECUTE FUNCTION begin_stay();

CREATE TRIGGER counted
    AFTER INSERT ON stay
    FOR EACH ROW
    EXECUTE FUNCTION count_stay();
ALTER TABLE stay ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON stay
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.host_organisation_id IS DISTINCT FROM new.host_organisation_id OR old.unit IS DISTINCT FROM new.unit OR old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.region IS DISTINCT FROM new.region OR old.treated_as_child IS DISTINCT FROM new.treated_as_child OR old.arrived_at IS DISTINCT FROM new.arrived_at OR old.departed_at IS DISTINCT FROM new.departed_at OR old.departure_reason IS DISTINCT FROM new.departure_reason OR old.destination_kind IS DISTINCT FROM new.destination_kind OR old.expected_at IS DISTINCT FROM new.expected_at)
    EXECUTE FUNCTION count_stay();
ALTER TABLE stay ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER follow_stay
    AFTER INSERT OR UPDATE OF status ON stay
    FOR EACH ROW
    EXECUTE FUNCTION follow_stay();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON stay
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE stay ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER note_death
    AFTER UPDATE OF departure_reason ON stay
    FOR EACH ROW
    WHEN (new.departure_reason = 'deceased'::text AND old.departure_reason IS DISTINCT FROM new.departure_reason)
    EXECUTE FUNCTION note_death();

CREATE TRIGGER take_place
    BEFORE INSERT OR UPDATE OF status ON stay
    FOR EACH ROW
    EXECUTE FUNCTION take_place();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON stay
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE stay ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, host_organisation_id, unit, referral_id, handoff_id, expected_at, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON stay
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE stay ENABLE ALWAYS TRIGGER written_once;
