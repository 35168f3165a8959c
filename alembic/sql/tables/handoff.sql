-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON handoff TO referral_app;
GRANT SELECT ON handoff TO referral_app;
GRANT UPDATE (
    status, case_code, sex, age_band, region, consent_id, end_reason, accepted_by_agent_id,
    accepted_at, departed_at, escorted, expected_arrival, arrived_at, condition_noted,
    documents_sha256, closed_at, version, do_not_contact, treated_as_child, case_risk_flags,
    sheet_updated_at, departure_happened_at, arrival_happened_at
) ON handoff TO referral_app;

ALTER TABLE handoff ENABLE ROW LEVEL SECURITY;
ALTER TABLE handoff FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON handoff FOR INSERT TO referral_app
    WITH CHECK (
        from_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND NOT forced
        OR (SELECT current_setting('app.sight'::text, true)) = 'flow'::text AND forced
    );

CREATE POLICY app_select ON handoff FOR SELECT TO referral_app
    USING (
        from_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR to_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = handoff.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND (handoff.kind = 'investigation'::text OR ('protection'::text = ANY (g.reads)))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON handoff FOR UPDATE TO referral_app
    USING (
        from_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR to_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = handoff.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND (handoff.kind = 'investigation'::text OR ('protection'::text = ANY (g.reads)))
            OFFSET 0
        )
    );

CREATE POLICY owner ON handoff FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON handoff
    FOR EACH ROW
    EXECUTE FUNCTION count_handoff();
ALTER TABLE handoff ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON handoff
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.kind IS DISTINCT FROM new.kind OR old.status IS DISTINCT FROM new.status OR old.from_id IS DISTINCT FROM new.from_id OR old.to_id IS DISTINCT FROM new.to_id OR old.priority IS DISTINCT FROM new.priority OR old.reason IS DISTINCT FROM new.reason OR old.end_reason IS DISTINCT FROM new.end_reason OR old.forced IS DISTINCT FROM new.forced OR old.physical IS DISTINCT FROM new.physical OR old.sex IS DISTINCT FROM new.sex OR old.age_band IS DISTINCT FROM new.age_band OR old.region IS DISTINCT FROM new.region OR old.treated_as_child IS DISTINCT FROM new.treated_as_child OR old.offered_at IS DISTINCT FROM new.offered_at OR old.decide_by IS DISTINCT FROM new.decide_by OR old.accepted_at IS DISTINCT FROM new.accepted_at OR old.departed_at IS DISTINCT FROM new.departed_at OR old.expected_arrival IS DISTINCT FROM new.expected_arrival OR old.arrived_at IS DISTINCT FROM new.arrived_at OR old.arrival_happened_at IS DISTINCT FROM new.arrival_happened_at OR old.closed_at IS DISTINCT FROM new.closed_at)
    EXECUTE FUNCTION count_handoff();
ALTER TABLE handoff ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON handoff
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE handoff ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER note_death
    AFTER UPDATE OF end_reason ON handoff
    FOR EACH ROW
    WHEN (new.end_reason = 'death'::text AND old.end_reason IS DISTINCT FROM new.end_reason)
    EXECUTE FUNCTION note_death();

CREATE TRIGGER renew_consent
    AFTER UPDATE OF consent_id ON handoff
    FOR EACH ROW
    WHEN (old.consent_id IS DISTINCT FROM new.consent_id)
    EXECUTE FUNCTION renew_consent();

CREATE TRIGGER stay_follows_handoff
    AFTER UPDATE OF status ON handoff
    FOR EACH ROW
    WHEN (old.status <> new.status AND (new.status = ANY (ARRAY['declined'::text, 'withdrawn'::text, 'expired'::text, 'failed'::text])))
    EXECUTE FUNCTION stay_follows_handoff();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON handoff
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE handoff ENABLE ALWAYS TRIGGER unaudited;
