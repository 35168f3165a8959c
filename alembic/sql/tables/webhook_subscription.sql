-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON webhook_subscription TO referral_app;
GRANT SELECT ON webhook_subscription TO referral_app;
GRANT UPDATE (
    status, disable_reason, wrapping_key_id, wrapped_key, sealed, sealed_former, former_until,
    verified_at, version
) ON webhook_subscription TO referral_app;

ALTER TABLE webhook_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_subscription FORCE ROW LEVEL SECURITY;

CREATE POLICY app ON webhook_subscription FOR ALL TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    )
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR (SELECT current_setting('app.sight'::text, true)) = 'system'::text
    );

CREATE POLICY owner ON webhook_subscription FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON webhook_subscription
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE webhook_subscription ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON webhook_subscription
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE webhook_subscription ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, organisation_id, client_id, url, event_types, recorded_at ON webhook_subscription
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE webhook_subscription ENABLE ALWAYS TRIGGER written_once;
