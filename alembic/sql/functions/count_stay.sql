-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on stay.
-- Called by the trigger counted_again on stay.

CREATE OR REPLACE FUNCTION public.count_stay()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_stay h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_stay (row_id, generation, case_id, status, host_organisation_id, unit, sex, age_band, region, treated_as_child, arrived_at, departed_at, departure_reason, destination_kind, expected_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.host_organisation_id, NEW.unit, NEW.sex, NEW.age_band, NEW.region, NEW.treated_as_child, NEW.arrived_at, NEW.departed_at, NEW.departure_reason, NEW.destination_kind, NEW.expected_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, host_organisation_id, unit, sex, age_band, region, treated_as_child, arrived_at, departed_at, departure_reason, destination_kind, expected_at) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.host_organisation_id, EXCLUDED.unit, EXCLUDED.sex, EXCLUDED.age_band, EXCLUDED.region, EXCLUDED.treated_as_child, EXCLUDED.arrived_at, EXCLUDED.departed_at, EXCLUDED.departure_reason, EXCLUDED.destination_kind, EXCLUDED.expected_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
