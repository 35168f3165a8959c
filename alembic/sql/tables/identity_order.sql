-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (
    id, case_id, status, organisation_id, magistrate_id, to_id, protection_custodian_id,
    reference, ordered_on, valid_until, version
) ON identity_order TO referral_app;
GRANT SELECT ON identity_order TO referral_app;
GRANT UPDATE (status, closed_at, version) ON identity_order TO referral_app;

ALTER TABLE identity_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE identity_order FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON identity_order FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = identity_order.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND true
            OFFSET 0
        )
    );

CREATE POLICY app_select ON identity_order FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR to_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = identity_order.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (
                g.basis = 'custody'::text AND ('protection'::text = ANY (g.reads))
                OR (
                    SELECT o.type FROM organisation o WHERE o.id = g.organisation_id
                ) = 'court'::text
            )
            OFFSET 0
        )
    );

CREATE POLICY app_update ON identity_order FOR UPDATE TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = identity_order.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND (
                SELECT o.type FROM organisation o WHERE o.id = g.organisation_id
            ) = 'court'::text
            OFFSET 0
        )
    );

CREATE POLICY owner ON identity_order FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER begin_identity_order
    BEFORE INSERT ON identity_order
    FOR EACH ROW
    EXECUTE FUNCTION begin_identity_order();

CREATE TRIGGER follow_identity_order
    AFTER UPDATE OF status ON identity_order
    FOR EACH ROW
    WHEN (new.status <> 'active'::text)
    EXECUTE FUNCTION follow_identity_order();

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON identity_order
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE identity_order ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON identity_order
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE identity_order ENABLE ALWAYS TRIGGER unaudited;
