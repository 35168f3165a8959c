-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON background TO referral_app;
GRANT SELECT ON background TO referral_app;
GRANT UPDATE (
    sealed, version, updated_at, updated_by_agent_id, erased_at
) ON background TO referral_app;

ALTER TABLE background ENABLE ROW LEVEL SECURITY;
ALTER TABLE background FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON background FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = background.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        AND EXISTS (
            SELECT 1
            FROM organisation o
            WHERE o.id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND (o.type = ANY ('{ngo,legal_aid,child_protection}'::text[]))
        )
        AND EXISTS (
            SELECT 1
            FROM consent k
            WHERE k.case_id = background.case_id
            AND k.status = 'active'::text
            AND k.legal_ground IS NULL
            AND ((SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid) = ANY (k.recipients))
            AND ('background_statistics'::text = ANY (k.purposes))
            AND (k.valid_until IS NULL OR k.valid_until > now())
        )
    );

CREATE POLICY app_select ON background FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = background.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        AND EXISTS (
            SELECT 1
            FROM organisation o
            WHERE o.id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND (o.type = ANY ('{ngo,legal_aid,child_protection}'::text[]))
        )
        AND EXISTS (
            SELECT 1
            FROM consent k
            WHERE k.case_id = background.case_id
            AND k.status = 'active'::text
            AND k.legal_ground IS NULL
            AND ((SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid) = ANY (k.recipients))
            AND ('background_statistics'::text = ANY (k.purposes))
            AND (k.valid_until IS NULL OR k.valid_until > now())
        )
    );

CREATE POLICY app_update ON background FOR UPDATE TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = background.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            AND ('protection'::text = ANY (g.reads))
            OFFSET 0
        )
        AND EXISTS (
            SELECT 1
            FROM organisation o
            WHERE o.id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND (o.type = ANY ('{ngo,legal_aid,child_protection}'::text[]))
        )
        AND EXISTS (
            SELECT 1
            FROM consent k
            WHERE k.case_id = background.case_id
            AND k.status = 'active'::text
            AND k.legal_ground IS NULL
            AND ((SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid) = ANY (k.recipients))
            AND ('background_statistics'::text = ANY (k.purposes))
            AND (k.valid_until IS NULL OR k.valid_until > now())
        )
    );

CREATE POLICY owner ON background FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON background
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE background ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON background
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE background ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF case_id ON background
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE background ENABLE ALWAYS TRIGGER written_once;
