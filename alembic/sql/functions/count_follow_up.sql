-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on follow_up.
-- Called by the trigger counted_again on follow_up.

CREATE OR REPLACE FUNCTION public.count_follow_up()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_follow_up h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_follow_up (row_id, generation, case_id, status, point, due_on, done_on, result, outcome, recorded_by_organisation_id)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.point, NEW.due_on, NEW.done_on, NEW.result, NEW.outcome, NEW.recorded_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, point, due_on, done_on, result, outcome, recorded_by_organisation_id) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.point, EXCLUDED.due_on, EXCLUDED.done_on, EXCLUDED.result, EXCLUDED.outcome, EXCLUDED.recorded_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
