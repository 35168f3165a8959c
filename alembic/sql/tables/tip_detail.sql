-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON tip_detail TO referral_app;
GRANT SELECT ON tip_detail TO referral_app;

ALTER TABLE tip_detail ENABLE ROW LEVEL SECURITY;
ALTER TABLE tip_detail FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON tip_detail FOR INSERT TO referral_app
    WITH CHECK (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        AND (EXISTS (SELECT 1 FROM tip t WHERE t.id = tip_detail.tip_id))
    );

CREATE POLICY app_select ON tip_detail FOR SELECT TO referral_app
    USING (
        organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM tip t
            WHERE t.id = tip_detail.tip_id
            AND (
                t.assigned_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
                OR t.child_protection_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
            )
        )
    );

CREATE POLICY owner ON tip_detail FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON tip_detail
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip_detail ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON tip_detail
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('tip_id');
ALTER TABLE tip_detail ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, tip_id, organisation_id, agent_id, still_going_on, children_seen, immediate_danger, suspected_forms, signs, sealed_narrative, sealed_approach_risks, recorded_at ON tip_detail
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip_detail ENABLE ALWAYS TRIGGER written_once;
