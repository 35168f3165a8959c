-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on handoff.
-- Called by the trigger counted_again on handoff.

CREATE OR REPLACE FUNCTION public.count_handoff()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_handoff h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_handoff (row_id, generation, case_id, kind, status, from_id, to_id, priority, reason, end_reason, forced, physical, sex, age_band, region, treated_as_child, offered_at, decide_by, accepted_at, departed_at, expected_arrival, arrived_at, arrival_happened_at, closed_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.kind, NEW.status, NEW.from_id, NEW.to_id, NEW.priority, NEW.reason, NEW.end_reason, NEW.forced, NEW.physical, NEW.sex, NEW.age_band, NEW.region, NEW.treated_as_child, NEW.offered_at, NEW.decide_by, NEW.accepted_at, NEW.departed_at, NEW.expected_arrival, NEW.arrived_at, NEW.arrival_happened_at, NEW.closed_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, kind, status, from_id, to_id, priority, reason, end_reason, forced, physical, sex, age_band, region, treated_as_child, offered_at, decide_by, accepted_at, departed_at, expected_arrival, arrived_at, arrival_happened_at, closed_at) = ROW(EXCLUDED.case_id, EXCLUDED.kind, EXCLUDED.status, EXCLUDED.from_id, EXCLUDED.to_id, EXCLUDED.priority, EXCLUDED.reason, EXCLUDED.end_reason, EXCLUDED.forced, EXCLUDED.physical, EXCLUDED.sex, EXCLUDED.age_band, EXCLUDED.region, EXCLUDED.treated_as_child, EXCLUDED.offered_at, EXCLUDED.decide_by, EXCLUDED.accepted_at, EXCLUDED.departed_at, EXCLUDED.expected_arrival, EXCLUDED.arrived_at, EXCLUDED.arrival_happened_at, EXCLUDED.closed_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
