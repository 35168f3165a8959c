-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on decision.
-- Called by the trigger counted_again on decision.

CREATE OR REPLACE FUNCTION public.count_decision()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_decision h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_decision (row_id, generation, case_id, from_status, to_status, forms, treated_as_child, ground, organisation_id, decided_at, finding)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.from_status, NEW.to_status, NEW.forms, NEW.treated_as_child, NEW.ground, NEW.organisation_id, NEW.decided_at, NEW.finding)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, from_status, to_status, forms, treated_as_child, ground, organisation_id, decided_at, finding) = (EXCLUDED.case_id, EXCLUDED.from_status, EXCLUDED.to_status, EXCLUDED.forms, EXCLUDED.treated_as_child, EXCLUDED.ground, EXCLUDED.organisation_id, EXCLUDED.decided_at, EXCLUDED.finding);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
