-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on person_link.
-- Called by the trigger counted_again on person_link.

CREATE OR REPLACE FUNCTION public.count_person_link()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_person_link h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_person_link (row_id, generation, case_id, other_case_id, status, decided_by_id, confirmed_at, undone_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.other_case_id, NEW.status, NEW.decided_by_id, NEW.confirmed_at, NEW.undone_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, other_case_id, status, decided_by_id, confirmed_at, undone_at) = ROW(EXCLUDED.case_id, EXCLUDED.other_case_id, EXCLUDED.status, EXCLUDED.decided_by_id, EXCLUDED.confirmed_at, EXCLUDED.undone_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
