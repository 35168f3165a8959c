-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on profile.
-- Called by the trigger counted_again on profile.

CREATE OR REPLACE FUNCTION public.count_profile()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_profile h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.case_id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_profile (row_id, generation, residence_kind, migration_statuses, displacement_causes, income_level, difficulty_any, updated_by_organisation_id)
    VALUES (NEW.case_id, (SELECT g.number FROM generation g), NEW.residence_kind, NEW.migration_statuses, NEW.displacement_causes, NEW.income_level, NEW.difficulty_any, NEW.updated_by_organisation_id)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (residence_kind, migration_statuses, displacement_causes, income_level, difficulty_any, updated_by_organisation_id) = ROW(EXCLUDED.residence_kind, EXCLUDED.migration_statuses, EXCLUDED.displacement_causes, EXCLUDED.income_level, EXCLUDED.difficulty_any, EXCLUDED.updated_by_organisation_id);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
