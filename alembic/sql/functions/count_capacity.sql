-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on capacity.
-- Called by the trigger counted_again on capacity.

CREATE OR REPLACE FUNCTION public.count_capacity()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_capacity h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.organisation_id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_capacity (row_id, generation, places, held, occupied, overflow, stated_at)
    VALUES (NEW.organisation_id, (SELECT g.number FROM generation g), NEW.places, NEW.held, NEW.occupied, NEW.overflow, NEW.updated_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (places, held, occupied, overflow, stated_at) = ROW(EXCLUDED.places, EXCLUDED.held, EXCLUDED.occupied, EXCLUDED.overflow, EXCLUDED.stated_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
