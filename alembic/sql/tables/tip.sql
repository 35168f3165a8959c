-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON tip TO referral_app;
GRANT SELECT ON tip TO referral_app;
GRANT UPDATE (
    status, still_going_on, suspected_forms, signs, children_seen, immediate_danger, urgency,
    assigned_organisation_id, child_protection_id, assigned_at, assign_by, assign_delay_at,
    act_by, act_delay_at, acted_at, return_reason, dismissal_reason,
    dismissal_proposed_by_agent_id, duplicate_of_id, incident_id, case_ids, reporter_feedback,
    closed_at, version
) ON tip TO referral_app;

ALTER TABLE tip ENABLE ROW LEVEL SECURITY;
ALTER TABLE tip FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON tip FOR INSERT TO referral_app
    WITH CHECK (recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON tip FOR SELECT TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR assigned_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR child_protection_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
    );

CREATE POLICY app_update ON tip FOR UPDATE TO referral_app
    USING ((SELECT current_setting('app.sight'::text, true)) = 'system'::text);

CREATE POLICY owner ON tip FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON tip
    FOR EACH ROW
    EXECUTE FUNCTION count_tip();
ALTER TABLE tip ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON tip
    FOR EACH ROW
    WHEN (old.status IS DISTINCT FROM new.status OR old.channel IS DISTINCT FROM new.channel OR old.urgency IS DISTINCT FROM new.urgency OR old.place_region IS DISTINCT FROM new.place_region OR old.dismissal_reason IS DISTINCT FROM new.dismissal_reason OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id OR old.assigned_organisation_id IS DISTINCT FROM new.assigned_organisation_id OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.assigned_at IS DISTINCT FROM new.assigned_at OR old.closed_at IS DISTINCT FROM new.closed_at)
    EXECUTE FUNCTION count_tip();
ALTER TABLE tip ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON tip
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON tip
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE tip ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, code, channel, observed_from, observed_until, place_country, place_region, place_cercle, sealed_locality, anonymous, source_relation, sealed_narrative, sealed_approach_risks, digest, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON tip
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE tip ENABLE ALWAYS TRIGGER written_once;
