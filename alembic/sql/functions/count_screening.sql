-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on screening.
-- Called by the trigger counted_again on screening.

CREATE OR REPLACE FUNCTION public.count_screening()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_screening h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_screening (row_id, generation, case_id, status, instrument, instrument_version, advice, conducted_on, treated_as_child, recorded_by_organisation_id)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.instrument, NEW.instrument_version, NEW.advice, NEW.conducted_on, NEW.treated_as_child, NEW.recorded_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, instrument, instrument_version, advice, conducted_on, treated_as_child, recorded_by_organisation_id) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.instrument, EXCLUDED.instrument_version, EXCLUDED.advice, EXCLUDED.conducted_on, EXCLUDED.treated_as_child, EXCLUDED.recorded_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
