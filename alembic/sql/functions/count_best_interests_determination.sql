-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on best_interests_determination.
-- Called by the trigger counted_again on best_interests_determination.

CREATE OR REPLACE FUNCTION public.count_best_interests_determination()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_best_interests_determination h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_best_interests_determination (row_id, generation, case_id, status, assessment_id, decision, decided_on, review_by, recorded_by_organisation_id)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.assessment_id, NEW.decision, NEW.decided_on, NEW.review_by, NEW.recorded_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, assessment_id, decision, decided_on, review_by, recorded_by_organisation_id) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.assessment_id, EXCLUDED.decision, EXCLUDED.decided_on, EXCLUDED.review_by, EXCLUDED.recorded_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
