-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON consent TO referral_app;
GRANT SELECT ON consent TO referral_app;
GRANT UPDATE (status, second_agent_id, ended_at, version) ON consent TO referral_app;

ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON consent FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = consent.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON consent FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid) = ANY (recipients))
        AND active_since IS NOT NULL
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = consent.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR coordination_finds
        AND active_since IS NOT NULL
        AND EXISTS (
            SELECT 1
            FROM referral r
            WHERE r.consent_id = consent.id
            AND r.receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND r.sent_at IS NOT NULL
            AND r.shelter_named_at IS NOT NULL
        )
    );

CREATE POLICY app_update ON consent FOR UPDATE TO referral_app
    USING (
        ((SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid) = ANY (recipients))
        AND active_since IS NOT NULL
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = consent.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR coordination_finds
        AND active_since IS NOT NULL
        AND EXISTS (
            SELECT 1
            FROM referral r
            WHERE r.consent_id = consent.id
            AND r.receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND r.sent_at IS NOT NULL
            AND r.shelter_named_at IS NOT NULL
        )
    )
    WITH CHECK (
        status = 'withdrawn'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = consent.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND status = 'expired'::text
    );

CREATE POLICY owner ON consent FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON consent
    FOR EACH ROW
    EXECUTE FUNCTION count_consent();
ALTER TABLE consent ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON consent
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.given_by IS DISTINCT FROM new.given_by OR old.method IS DISTINCT FROM new.method OR old.purposes IS DISTINCT FROM new.purposes OR old.legal_ground IS DISTINCT FROM new.legal_ground OR old.organisation_id IS DISTINCT FROM new.organisation_id OR (old.second_agent_id IS NOT NULL) IS DISTINCT FROM (new.second_agent_id IS NOT NULL) OR old.confirm_by IS DISTINCT FROM new.confirm_by OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.active_since IS DISTINCT FROM new.active_since OR old.refused_at IS DISTINCT FROM new.refused_at OR old.ended_at IS DISTINCT FROM new.ended_at)
    EXECUTE FUNCTION count_consent();
ALTER TABLE consent ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER end_follow_ups
    AFTER UPDATE OF status ON consent
    FOR EACH ROW
    WHEN ((new.status = ANY (ARRAY['withdrawn'::text, 'entered_in_error'::text])) AND old.status <> new.status)
    EXECUTE FUNCTION end_follow_ups();

CREATE CONSTRAINT TRIGGER erase_background
    AFTER UPDATE OF status ON consent
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    WHEN (old.status = 'active'::text AND new.status <> 'active'::text AND ('background_statistics'::text = ANY (new.purposes)))
    EXECUTE FUNCTION erase_background();

CREATE TRIGGER follow_consent
    AFTER UPDATE OF status ON consent
    FOR EACH ROW
    WHEN (old.status <> new.status)
    EXECUTE FUNCTION follow_consent();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON consent
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE consent ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER note_activation
    BEFORE INSERT OR UPDATE OF status ON consent
    FOR EACH ROW
    EXECUTE FUNCTION note_activation();

CREATE TRIGGER refuse_suspended_guardian
    BEFORE INSERT ON consent
    FOR EACH ROW
    WHEN ((new.given_by = ANY (ARRAY['guardian'::text, 'legal_representative'::text, 'mother'::text, 'father'::text])) AND new.status <> 'refused'::text)
    EXECUTE FUNCTION refuse_suspended_guardian();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON consent
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE consent ENABLE ALWAYS TRIGGER unaudited;
