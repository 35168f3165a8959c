-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on guardian.
-- Called by the trigger counted_again on guardian.

CREATE OR REPLACE FUNCTION public.count_guardian()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_guardian h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_guardian (row_id, generation, case_id, status, kind, family_check, from_on, until_on, told_at, recorded_by_organisation_id)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.kind, NEW.family_check, NEW.from_on, NEW.until_on, NEW.recorded_at, NEW.recorded_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, kind, family_check, from_on, until_on, told_at, recorded_by_organisation_id) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.kind, EXCLUDED.family_check, EXCLUDED.from_on, EXCLUDED.until_on, EXCLUDED.told_at, EXCLUDED.recorded_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
