-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON guardian TO referral_app;
GRANT SELECT ON guardian TO referral_app;
GRANT UPDATE (
    closed_at, version, status, kind, relation, sealed_identity, family_check, appointed_by,
    from_on, until_on, chosen_by_child
) ON guardian TO referral_app;

ALTER TABLE guardian ENABLE ROW LEVEL SECURITY;
ALTER TABLE guardian FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON guardian FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = guardian.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON guardian FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = guardian.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON guardian FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = guardian.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON guardian FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON guardian
    FOR EACH ROW
    EXECUTE FUNCTION count_guardian();
ALTER TABLE guardian ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON guardian
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.kind IS DISTINCT FROM new.kind OR old.family_check IS DISTINCT FROM new.family_check OR old.from_on IS DISTINCT FROM new.from_on OR old.until_on IS DISTINCT FROM new.until_on OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id)
    EXECUTE FUNCTION count_guardian();
ALTER TABLE guardian ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON guardian
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE guardian ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER stand_in_child_route
    BEFORE INSERT ON guardian
    FOR EACH ROW
    EXECUTE FUNCTION stand_in_child_route();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON guardian
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE guardian ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON guardian
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE guardian ENABLE ALWAYS TRIGGER written_once;
