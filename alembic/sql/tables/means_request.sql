-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON means_request TO referral_app;
GRANT SELECT ON means_request TO referral_app;
GRANT UPDATE (
    status, granted, paid, refusal_reason, decided_at, paid_on, paid_by_id, closed_at, version
) ON means_request TO referral_app;

ALTER TABLE means_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE means_request FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON means_request FOR INSERT TO referral_app
    WITH CHECK (
        asked_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = means_request.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_select ON means_request FOR SELECT TO referral_app
    USING (
        asked_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR asked_of_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = means_request.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
    );

CREATE POLICY app_update ON means_request FOR UPDATE TO referral_app
    USING (
        asked_by_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR asked_of_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY owner ON means_request FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_means_request
    BEFORE INSERT ON means_request
    FOR EACH ROW
    EXECUTE FUNCTION begin_means_request();

CREATE TRIGGER counted
    AFTER INSERT ON means_request
    FOR EACH ROW
    EXECUTE FUNCTION count_means_request();
ALTER TABLE means_request ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON means_request
    FOR EACH ROW
    WHEN (old.case_id IS DISTINCT FROM new.case_id OR old.status IS DISTINCT FROM new.status OR old.asked_by_id IS DISTINCT FROM new.asked_by_id OR old.asked_of_id IS DISTINCT FROM new.asked_of_id OR old.kind IS DISTINCT FROM new.kind OR old.case_region IS DISTINCT FROM new.case_region OR old.asked IS DISTINCT FROM new.asked OR old.granted IS DISTINCT FROM new.granted OR old.paid IS DISTINCT FROM new.paid OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.decided_at IS DISTINCT FROM new.decided_at OR old.paid_on IS DISTINCT FROM new.paid_on)
    EXECUTE FUNCTION count_means_request();
ALTER TABLE means_request ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON means_request
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE means_request ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON means_request
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE means_request ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, case_id, asked_by_id, asked_of_id, kind, needed_by, asked, recorded_by_agent_id, recorded_at ON means_request
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE means_request ENABLE ALWAYS TRIGGER written_once;
