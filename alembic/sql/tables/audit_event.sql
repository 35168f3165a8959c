-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT (
    id, action, outcome, code, agent_id, client_id, organisation_id, roles, token_id,
    request_id, subject, subject_id, case_id, case_ids, section, salt
) ON audit_event TO referral_app;
GRANT INSERT (
    id, action, outcome, code, agent_id, client_id, organisation_id, roles, token_id,
    request_id, subject, subject_id, case_id, case_ids, section, salt
) ON audit_event TO referral_auditor;
GRANT SELECT ON audit_event TO referral_auditor;
GRANT SELECT (
    id, recorded_at, xid, action, outcome, code, organisation_id, roles, section
) ON audit_event TO referral_figures;

ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_event FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON audit_event FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid
        AND (client_id IS NULL OR is_client_of(client_id, organisation_id))
        AND (
            (
                agent_id = NULLIF(current_setting('app.agent_id'::text, true), ''::text)::uuid
                OR NULLIF(current_setting('app.agent_id'::text, true), ''::text)::uuid IS NULL
            )
            AND EXISTS (
                SELECT 1
                FROM agent a, audit_vocabulary v
                WHERE a.id = audit_event.agent_id
                AND a.organisation_id = audit_event.organisation_id
                AND v.action = audit_event.action
            )
            OR agent_id IS NULL
            AND (
                NULLIF(current_setting('app.agent_id'::text, true), ''::text)::uuid IS NULL
                OR token_id = 'system'::text AND roles = '{}'::text[]
            )
            AND is_known_act(action)
        )
        OR organisation_id IS NULL
        AND agent_id IS NULL
        AND client_id IS NULL
        AND outcome <> 'allowed'::text
        AND is_known_act(action)
    );

CREATE POLICY auditor_insert ON audit_event FOR INSERT TO referral_auditor
    WITH CHECK (
        (EXISTS (SELECT 1 FROM audit_vocabulary v WHERE v.action = audit_event.action))
        AND organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND (
            agent_id = (SELECT NULLIF(current_setting('app.agent_id'::text, true), ''::text)::uuid)
            OR agent_id IS NULL
            AND (
                (SELECT NULLIF(current_setting('app.agent_id'::text, true), ''::text)::uuid) IS NULL
                OR token_id = 'system'::text AND roles = '{}'::text[]
            )
        )
    );

CREATE POLICY auditor_select ON audit_event FOR SELECT TO referral_auditor
    USING (true);

CREATE POLICY figures ON audit_event FOR SELECT TO referral_figures
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'flow'::text
        OR organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
    );

CREATE POLICY owner ON audit_event FOR ALL TO referral_owner
    USING (true)
    WITH CHECK ((EXISTS (SELECT 1 FROM audit_vocabulary v WHERE v.action = audit_event.action)));

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON audit_event
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE audit_event ENABLE ALWAYS TRIGGER append_only;
