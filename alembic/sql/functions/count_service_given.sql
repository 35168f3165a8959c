-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on service_given.
-- Called by the trigger counted_again on service_given.

CREATE OR REPLACE FUNCTION public.count_service_given()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_service_given h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_service_given (row_id, generation, case_id, status, provider_organisation_id, service_type, offered_on, answer_of_person, began_on, ended_on, served_region, outcome, sex, age_band, region, treated_as_child)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.provider_organisation_id, NEW.service_type, NEW.offered_on, NEW.answer_of_person, NEW.began_on, NEW.ended_on, NEW.region, NEW.outcome, NEW.sex, NEW.age_band, NEW.case_region, NEW.treated_as_child)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, provider_organisation_id, service_type, offered_on, answer_of_person, began_on, ended_on, served_region, outcome, sex, age_band, region, treated_as_child) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.provider_organisation_id, EXCLUDED.service_type, EXCLUDED.offered_on, EXCLUDED.answer_of_person, EXCLUDED.began_on, EXCLUDED.ended_on, EXCLUDED.served_region, EXCLUDED.outcome, EXCLUDED.sex, EXCLUDED.age_band, EXCLUDED.region, EXCLUDED.treated_as_child);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
