-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on reconsideration.
-- Called by the trigger counted_again on reconsideration.

CREATE OR REPLACE FUNCTION public.count_reconsideration()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_reconsideration h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_reconsideration (row_id, generation, case_id, status, asked_by, asked_on, is_late, is_overdue, recorded_by_organisation_id, decided_by_organisation_id, decided_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.asked_by, NEW.asked_on, (NEW.late_reason IS NOT NULL), (NEW.overdue_at IS NOT NULL), NEW.recorded_by_organisation_id, NEW.decided_by_organisation_id, NEW.decided_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, asked_by, asked_on, is_late, is_overdue, recorded_by_organisation_id, decided_by_organisation_id, decided_at) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.asked_by, EXCLUDED.asked_on, EXCLUDED.is_late, EXCLUDED.is_overdue, EXCLUDED.recorded_by_organisation_id, EXCLUDED.decided_by_organisation_id, EXCLUDED.decided_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
