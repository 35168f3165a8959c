-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON custody TO referral_app;
GRANT SELECT ON custody TO referral_app;

ALTER TABLE custody ENABLE ROW LEVEL SECURITY;
ALTER TABLE custody FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON custody FOR INSERT TO referral_app
    WITH CHECK (true);

CREATE POLICY app_select ON custody FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM access_grant g
            WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            AND g.case_id = custody.case_id
            AND g.ended_at IS NULL
            AND (g.valid_until IS NULL OR g.valid_until > now())
            AND true
            OFFSET 0
        )
    );

CREATE POLICY owner ON custody FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER append_only
    BEFORE DELETE OR UPDATE OR TRUNCATE ON custody
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE custody ENABLE ALWAYS TRIGGER append_only;

CREATE TRIGGER check_links
    AFTER INSERT ON custody
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT
    EXECUTE FUNCTION check_links();
ALTER TABLE custody ENABLE ALWAYS TRIGGER check_links;

CREATE TRIGGER child_route_follows_custody
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION child_route_follows_custody();

CREATE TRIGGER hold_referrals
    BEFORE INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION hold_referrals();

CREATE TRIGGER move_assistance
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION move_assistance();

CREATE TRIGGER move_custody
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.handoff_id IS NOT NULL)
    EXECUTE FUNCTION move_custody();

CREATE TRIGGER move_identity_orders
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.seq > 1)
    EXECUTE FUNCTION move_identity_orders();

CREATE TRIGGER move_measures
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION move_measures();

CREATE TRIGGER move_plans
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION move_plans();

CREATE TRIGGER move_reconsiderations
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION move_reconsiderations();

CREATE TRIGGER move_referrals
    AFTER INSERT ON custody
    FOR EACH ROW
    WHEN (new.kind = 'protection'::text AND new.seq > 1)
    EXECUTE FUNCTION move_referrals();

CREATE CONSTRAINT TRIGGER unaudited
    AFTER DELETE OR UPDATE ON custody
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited();
ALTER TABLE custody ENABLE ALWAYS TRIGGER unaudited;
