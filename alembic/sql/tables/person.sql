-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON person TO referral_app;
GRANT SELECT ON person TO referral_app;
GRANT UPDATE (sealed, version, updated_at, updated_by_agent_id) ON person TO referral_app;

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE person FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON person FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('identity'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON person FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('identity'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON person FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('identity'::text = ANY (g.writes))
            OFFSET 0
        )
    );

CREATE POLICY owner ON person FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON person
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE person ENABLE ALWAYS TRIGGER no_truncate;

CREATE TRIGGER queued
    AFTER INSERT OR DELETE OR UPDATE OF sealed ON person
    FOR EACH ROW
    EXECUTE FUNCTION queue_identity_check();
ALTER TABLE person ENABLE ALWAYS TRIGGER queued;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON person
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE person ENABLE ALWAYS TRIGGER unaudited;
