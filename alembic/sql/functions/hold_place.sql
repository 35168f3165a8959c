-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.hold_place(owner uuid, units text[], wanted uuid, beyond boolean)
 RETURNS TABLE(place_id uuid, unit text, is_beyond boolean)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE room record; more integer;
BEGIN
    FOREACH more IN ARRAY CASE WHEN beyond THEN ARRAY[0, 1] ELSE ARRAY[0] END LOOP
        FOR room IN
        SELECT p.id, p.unit FROM place p JOIN service s ON s.id = p.service_id
        WHERE p.organisation_id = owner AND p.unit = ANY (units)
        AND (wanted IS NULL OR p.service_id = wanted)
        AND s.status = 'registered' AND s.state = 'active'
        AND (more = 1 OR p.held + p.occupied < p.places)
        ORDER BY array_position(units, p.unit), p.id
        LOOP
            UPDATE place p SET held = p.held + 1, overflow = p.overflow + more, version = p.version + 1
            WHERE p.id = room.id AND (more = 1 OR p.held + p.occupied < p.places);
            IF FOUND THEN
                RETURN QUERY SELECT room.id, room.unit, more = 1;
                RETURN;
            END IF;
        END LOOP;
        IF wanted IS NULL AND 'bed_unspecified' = ANY (units) THEN
            UPDATE capacity c SET held = c.held + 1, overflow = c.overflow + more, version = c.version + 1
            WHERE c.organisation_id = owner AND (more = 1 OR c.held + c.occupied < c.places);
            IF FOUND THEN
                RETURN QUERY SELECT NULL::uuid, 'bed_unspecified'::text, more = 1;
                RETURN;
            END IF;
        END IF;
    END LOOP;
END
$function$;

-- May be called by: referral_app.
