-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON person_key TO referral_app;
GRANT SELECT ON person_key TO referral_app;

ALTER TABLE person_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_key FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON person_key FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_key.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND g.basis = 'custody'::text
            OFFSET 0
        )
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND (
            EXISTS (
                SELECT 1
                FROM referral r
                WHERE r.case_id = person_key.case_id
                AND r.receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND r.sent_at IS NOT NULL
            )
            OR EXISTS (
                SELECT 1
                FROM stay s
                WHERE s.case_id = person_key.case_id
                AND s.host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            )
            OR EXISTS (
                SELECT 1
                FROM service_given g
                WHERE g.case_id = person_key.case_id
                AND g.provider_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            )
        )
    );

CREATE POLICY app_insert_for_children ON person_key FOR INSERT TO referral_app
    WITH CHECK (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_key.case_id
            AND g.ended_at IS NULL
            AND g.basis = 'child_protection'::text
            OFFSET 0
        )
    );

CREATE POLICY app_insert_of_measure ON person_key FOR INSERT TO referral_app
    WITH CHECK (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND EXISTS (
            SELECT 1
            FROM measure m
            WHERE m.case_id = person_key.case_id
            AND (
                m.executor_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND m.decided_on IS NOT NULL
                OR EXISTS (
                    SELECT 1
                    FROM organisation o
                    WHERE o.id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                    AND o.type = 'coordination'::text
                )
            )
        )
    );

CREATE POLICY app_select ON person_key FOR SELECT TO referral_app
    USING (
        EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = person_key.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND true
            OFFSET 0
        )
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND (
            EXISTS (
                SELECT 1
                FROM referral r
                WHERE r.case_id = person_key.case_id
                AND r.receiver_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND r.sent_at IS NOT NULL
            )
            OR EXISTS (
                SELECT 1
                FROM stay s
                WHERE s.case_id = person_key.case_id
                AND s.host_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            )
            OR EXISTS (
                SELECT 1
                FROM service_given g
                WHERE g.case_id = person_key.case_id
                AND g.provider_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            )
        )
    );

CREATE POLICY app_select_of_measure ON person_key FOR SELECT TO referral_app
    USING (
        (SELECT current_setting('app.sight'::text, true)) = 'system'::text
        AND EXISTS (
            SELECT 1
            FROM measure m
            WHERE m.case_id = person_key.case_id
            AND (
                m.executor_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                AND m.decided_on IS NOT NULL
                OR EXISTS (
                    SELECT 1
                    FROM organisation o
                    WHERE o.id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                    AND o.type = 'coordination'::text
                )
            )
        )
    );

CREATE POLICY owner ON person_key FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON person_key
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE person_key ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON person_key
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE person_key ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER wrapping_key
    BEFORE INSERT OR UPDATE ON person_key
    FOR EACH ROW
    EXECUTE FUNCTION refuse_dropped_key();
ALTER TABLE person_key ENABLE ALWAYS TRIGGER wrapping_key;
