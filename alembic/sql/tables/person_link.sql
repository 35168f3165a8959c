-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON person_link TO referral_app;
GRANT SELECT ON person_link TO referral_app;
GRANT UPDATE (
    status, undo_ground, proposed_by_id, proposed_by_agent_id, decided_by_id,
    decided_by_agent_id, confirmed_at, undone_at, closed_at, version
) ON person_link TO referral_app;

ALTER TABLE person_link ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_link FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON person_link FOR INSERT TO referral_app
    WITH CHECK (
        proposed_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND (
            ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
            OR EXISTS (
                SELECT 1
                FROM access_grant g
                WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND g.case_id = person_link.case_id
                AND g.ended_at IS NULL
                AND (g.valid_until IS NULL OR g.valid_until > now())
                AND g.basis = 'custody'::text
                AND ('protection'::text = ANY (g.reads))
                OFFSET 0
            )
            OR EXISTS (
                SELECT 1
                FROM access_grant g
                WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND g.case_id = person_link.other_case_id
                AND g.ended_at IS NULL
                AND (g.valid_until IS NULL OR g.valid_until > now())
                AND g.basis = 'custody'::text
                AND ('protection'::text = ANY (g.reads))
                OFFSET 0
            )
        )
    );

CREATE POLICY app_select ON person_link FOR SELECT TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR proposed_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_link.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_link.other_case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON person_link FOR UPDATE TO referral_app
    USING (
        ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR proposed_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_link.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_link.other_case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY owner ON person_link FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON person_link
    FOR EACH ROW
    EXECUTE FUNCTION count_person_link();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON person_link
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.other_case_id IS DISTINCT FROM new.other_case_id OR old.status IS DISTINCT FROM new.status OR old.decided_by_id IS DISTINCT FROM new.decided_by_id OR old.confirmed_at IS DISTINCT FROM new.confirmed_at OR old.undone_at IS DISTINCT FROM new.undone_at)
    EXECUTE FUNCTION count_person_link();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER counted_persons
    AFTER INSERT OR UPDATE OF status ON person_link
    FOR EACH ROW
    EXECUTE FUNCTION count_persons();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER counted_persons;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON person_link
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON person_link
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, other_case_id, ground, proposed_at ON person_link
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE person_link ENABLE ALWAYS TRIGGER written_once;
