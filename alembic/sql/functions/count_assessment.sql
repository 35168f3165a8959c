-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on assessment.
-- Called by the trigger counted_again on assessment.

CREATE OR REPLACE FUNCTION public.count_assessment()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_assessment h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_assessment (row_id, generation, case_id, status, level, conducted_on, assessed_region, needs, need_urgencies, need_wishes, risk_level, next_by, assessed_at, recorded_by_organisation_id)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.level, NEW.conducted_on, NEW.region, NEW.needs, NEW.need_urgencies, NEW.need_wishes, NEW.risk_level, NEW.next_by, NEW.recorded_at, NEW.recorded_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, level, conducted_on, assessed_region, needs, need_urgencies, need_wishes, risk_level, next_by, assessed_at, recorded_by_organisation_id) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.level, EXCLUDED.conducted_on, EXCLUDED.assessed_region, EXCLUDED.needs, EXCLUDED.need_urgencies, EXCLUDED.need_wishes, EXCLUDED.risk_level, EXCLUDED.next_by, EXCLUDED.assessed_at, EXCLUDED.recorded_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
