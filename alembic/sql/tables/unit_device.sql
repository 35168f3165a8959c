-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON unit_device TO referral_app;
GRANT SELECT ON unit_device TO referral_app;
GRANT UPDATE (
    status, name, has_printer, code_digest, registered_at, unused_until, ends_at, suspended_at,
    ended_at, reason, version
) ON unit_device TO referral_app;

ALTER TABLE unit_device ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit_device FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON unit_device FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON unit_device FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER end_sessions
    AFTER UPDATE OF status ON unit_device
    FOR EACH ROW
    WHEN (new.status = ANY (ARRAY['suspended'::text, 'ended'::text]))
    EXECUTE FUNCTION end_sessions('device_id', 'device');
ALTER TABLE unit_device ENABLE ALWAYS TRIGGER end_sessions;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON unit_device
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE unit_device ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON unit_device
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_sign_in('id');
ALTER TABLE unit_device ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, code_until, invited_by_agent_id, invited_at, recorded_key ON unit_device
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE unit_device ENABLE ALWAYS TRIGGER written_once;
