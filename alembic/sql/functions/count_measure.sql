-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on measure.
-- Called by the trigger counted_again on measure.

CREATE OR REPLACE FUNCTION public.count_measure()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_measure h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_measure (row_id, generation, case_id, status, kind, recorded_by_organisation_id, decided_by_organisation_id, decided_on, started_on, ended_on, outcome, is_extended, has_risk_assessment, has_determination, proposed_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.kind, NEW.recorded_by_organisation_id, NEW.decided_by_organisation_id, NEW.decided_on, NEW.started_on, NEW.ended_on, NEW.outcome, (NEW.extensions <> '[]'::jsonb), (NEW.risk_assessment_id IS NOT NULL), (NEW.bid_id IS NOT NULL), NEW.recorded_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, kind, recorded_by_organisation_id, decided_by_organisation_id, decided_on, started_on, ended_on, outcome, is_extended, has_risk_assessment, has_determination, proposed_at) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.kind, EXCLUDED.recorded_by_organisation_id, EXCLUDED.decided_by_organisation_id, EXCLUDED.decided_on, EXCLUDED.started_on, EXCLUDED.ended_on, EXCLUDED.outcome, EXCLUDED.is_extended, EXCLUDED.has_risk_assessment, EXCLUDED.has_determination, EXCLUDED.proposed_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
