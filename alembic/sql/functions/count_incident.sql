-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on incident.
-- Called by the trigger counted_again on incident.

CREATE OR REPLACE FUNCTION public.count_incident()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_incident h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_incident (row_id, generation, status, region, country, detection_method, suspected_forms, people_found, organisation_id, first_recorded_at, occurred_on)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.status, NEW.place_region, NEW.place_country, NEW.detection_method, NEW.suspected_forms, CASE WHEN num_nonnulls(NEW.found_women, NEW.found_girls, NEW.found_men, NEW.found_boys, NEW.found_unknown) > 0 THEN COALESCE(NEW.found_women, 0) + COALESCE(NEW.found_girls, 0) + COALESCE(NEW.found_men, 0) + COALESCE(NEW.found_boys, 0) + COALESCE(NEW.found_unknown, 0) END, NEW.recorded_by_organisation_id, NEW.recorded_at, NEW.began_on_first_day)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (status, region, country, detection_method, suspected_forms, people_found, organisation_id, first_recorded_at, occurred_on) = ROW(EXCLUDED.status, EXCLUDED.region, EXCLUDED.country, EXCLUDED.detection_method, EXCLUDED.suspected_forms, EXCLUDED.people_found, EXCLUDED.organisation_id, EXCLUDED.first_recorded_at, EXCLUDED.occurred_on);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
