-- Written by `make sql` from a migrated database; do not edit.

GRANT INSERT ON incident TO referral_app;
GRANT SELECT ON incident TO referral_app;
GRANT UPDATE (
    status, detected_on, detected_on_first_day, detected_on_last_day, reported_on,
    reported_on_first_day, reported_on_last_day, detected_by_organisation_id, detection_method,
    began_on, began_on_first_day, began_on_last_day, ended_on, ended_on_first_day,
    ended_on_last_day, still_going_on, place_country, place_country_known, place_region,
    place_division_code, place_cercle, place_setting, sealed_locality, movement_scope,
    suspected_forms, found_women, found_girls, found_men, found_boys, found_unknown,
    suspects_seen, organised_group, sealed_official_involved, sealed_operation_name,
    sealed_narrative, merge_into_id, merge_proposed_by_agent_id, merged_into_id, closed_at,
    version
) ON incident TO referral_app;

ALTER TABLE incident ENABLE ROW LEVEL SECURITY;
ALTER TABLE incident FORCE ROW LEVEL SECURITY;

CREATE POLICY app_insert ON incident FOR INSERT TO referral_app
    WITH CHECK (recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid));

CREATE POLICY app_select ON incident FOR SELECT TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM incident_case l
            WHERE l.incident_id = incident.id AND l.ended_at IS NULL
        )
    );

CREATE POLICY app_update ON incident FOR UPDATE TO referral_app
    USING (
        recorded_by_organisation_id = (SELECT NULLIF(current_setting('app.organisation_id'::text, true), ''::text)::uuid)
        OR ((SELECT current_setting('app.sight'::text, true)) = ANY (ARRAY['flow'::text, 'system'::text]))
        OR EXISTS (
            SELECT 1
            FROM incident_case l
            WHERE l.incident_id = incident.id AND l.ended_at IS NULL
        )
    );

CREATE POLICY owner ON incident FOR ALL TO referral_owner
    USING (true)
    WITH CHECK (true);

CREATE TRIGGER counted
    AFTER INSERT ON incident
    FOR EACH ROW
    EXECUTE FUNCTION count_incident();
ALTER TABLE incident ENABLE ALWAYS TRIGGER counted;

CREATE TRIGGER counted_again
    AFTER UPDATE ON incident
    FOR EACH ROW
    WHEN (old.status IS DISTINCT FROM new.status OR old.place_region IS DISTINCT FROM new.place_region OR old.place_country IS DISTINCT FROM new.place_country OR old.detection_method IS DISTINCT FROM new.detection_method OR old.suspected_forms IS DISTINCT FROM new.suspected_forms OR
        CASE
            WHEN num_nonnulls(old.found_women, old.found_girls, old.found_men, old.found_boys, old.found_unknown) > 0 THEN COALESCE(old.found_women, 0) + COALESCE(old.found_girls, 0) + COALESCE(old.found_men, 0) + COALESCE(old.found_boys, 0) + COALESCE(old.found_unknown, 0)
            ELSE NULL::integer
        END IS DISTINCT FROM
        CASE
            WHEN num_nonnulls(new.found_women, new.found_girls, new.found_men, new.found_boys, new.found_unknown) > 0 THEN COALESCE(new.found_women, 0) + COALESCE(new.found_girls, 0) + COALESCE(new.found_men, 0) + COALESCE(new.found_boys, 0) + COALESCE(new.found_unknown, 0)
            ELSE NULL::integer
        END OR old.recorded_by_organisation_id IS DISTINCT FROM new.recorded_by_organisation_id OR old.recorded_at IS DISTINCT FROM new.recorded_at OR old.began_on_first_day IS DISTINCT FROM new.began_on_first_day)
    EXECUTE FUNCTION count_incident();
ALTER TABLE incident ENABLE ALWAYS TRIGGER counted_again;

CREATE TRIGGER no_truncate
    BEFORE TRUNCATE ON incident
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE incident ENABLE ALWAYS TRIGGER no_truncate;

CREATE CONSTRAINT TRIGGER unaudited
    AFTER INSERT OR DELETE OR UPDATE ON incident
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW
    EXECUTE FUNCTION refuse_unaudited_network('id');
ALTER TABLE incident ENABLE ALWAYS TRIGGER unaudited;

CREATE TRIGGER written_once
    BEFORE UPDATE OF id, code, recorded_by_organisation_id, recorded_by_agent_id, recorded_at ON incident
    FOR EACH STATEMENT
    EXECUTE FUNCTION refuse_rewriting();
ALTER TABLE incident ENABLE ALWAYS TRIGGER written_once;
