-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on contact.
-- Called by the trigger counted_again on contact.

CREATE OR REPLACE FUNCTION public.count_contact()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_contact h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_contact (row_id, generation, status, region, sex, age_group, nationality, answer, hotline_card_given, smuggled, organisation_id, met_on)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.status, NEW.region, NEW.sex, NEW.age_group, NEW.nationality, NEW.answer, NEW.hotline_card_given, NEW.smuggled, NEW.recorded_by_organisation_id, NEW.met_on)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (status, region, sex, age_group, nationality, answer, hotline_card_given, smuggled, organisation_id, met_on) = ROW(EXCLUDED.status, EXCLUDED.region, EXCLUDED.sex, EXCLUDED.age_group, EXCLUDED.nationality, EXCLUDED.answer, EXCLUDED.hotline_card_given, EXCLUDED.smuggled, EXCLUDED.organisation_id, EXCLUDED.met_on);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
