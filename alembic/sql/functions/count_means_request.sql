-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on means_request.
-- Called by the trigger counted_again on means_request.

CREATE OR REPLACE FUNCTION public.count_means_request()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_means_request h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_means_request (row_id, generation, case_id, status, asked_by_id, asked_of_id, kind, region, asked, granted, paid, asked_at, decided_at, paid_on)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.asked_by_id, NEW.asked_of_id, NEW.kind, NEW.case_region, NEW.asked, NEW.granted, NEW.paid, NEW.recorded_at, NEW.decided_at, NEW.paid_on)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, asked_by_id, asked_of_id, kind, region, asked, granted, paid, asked_at, decided_at, paid_on) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.asked_by_id, EXCLUDED.asked_of_id, EXCLUDED.kind, EXCLUDED.region, EXCLUDED.asked, EXCLUDED.granted, EXCLUDED.paid, EXCLUDED.asked_at, EXCLUDED.decided_at, EXCLUDED.paid_on);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
