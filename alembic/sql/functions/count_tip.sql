-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on tip.
-- Called by the trigger counted_again on tip.

CREATE OR REPLACE FUNCTION public.count_tip()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_tip h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_tip (row_id, generation, status, channel, urgency, region, dismissal_reason, organisation_id, assigned_organisation_id, received_at, assigned_at, closed_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.status, NEW.channel, NEW.urgency, NEW.place_region, NEW.dismissal_reason, NEW.recorded_by_organisation_id, NEW.assigned_organisation_id, NEW.recorded_at, NEW.assigned_at, NEW.closed_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (status, channel, urgency, region, dismissal_reason, organisation_id, assigned_organisation_id, received_at, assigned_at, closed_at) = ROW(EXCLUDED.status, EXCLUDED.channel, EXCLUDED.urgency, EXCLUDED.region, EXCLUDED.dismissal_reason, EXCLUDED.organisation_id, EXCLUDED.assigned_organisation_id, EXCLUDED.received_at, EXCLUDED.assigned_at, EXCLUDED.closed_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
