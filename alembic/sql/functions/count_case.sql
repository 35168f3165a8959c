-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on "case".
-- Called by the trigger counted_again on "case".

CREATE OR REPLACE FUNCTION public.count_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_case h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region, nationality, nationalities, status, state, closure_reason, closed_at, registered_by_organisation_id, registered_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.sex, NEW.age_band, NEW.age_in_doubt, NEW.region, NEW.nationality, NEW.nationalities, NEW.status, NEW.state, NEW.closure_reason, NEW.closed_at, NEW.registered_by_organisation_id, NEW.registered_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (sex, age_band, age_in_doubt, region, nationality, nationalities, status, state, closure_reason, closed_at, registered_by_organisation_id, registered_at) = (EXCLUDED.sex, EXCLUDED.age_band, EXCLUDED.age_in_doubt, EXCLUDED.region, EXCLUDED.nationality, EXCLUDED.nationalities, EXCLUDED.status, EXCLUDED.state, EXCLUDED.closure_reason, EXCLUDED.closed_at, EXCLUDED.registered_by_organisation_id, EXCLUDED.registered_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
