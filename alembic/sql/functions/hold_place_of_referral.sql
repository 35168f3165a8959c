-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.hold_place_of_referral(wanted_by uuid, owner uuid, units text[], wanted uuid, beyond boolean)
 RETURNS TABLE(place_id uuid, unit text, is_beyond boolean, is_here boolean)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
here stay;
BEGIN
    UPDATE stay s SET has_place = false
    WHERE s.referral_id = wanted_by AND s.host_organisation_id = owner AND s.has_place
    AND s.status IN ('present', 'absent')
    RETURNING s.* INTO here;
    IF FOUND THEN
        RETURN QUERY SELECT here.place_id, here.unit, false, true;
    ELSE
        RETURN QUERY SELECT h.place_id, h.unit, h.is_beyond, false
        FROM hold_place(owner, units, wanted, beyond) h;
    END IF;
END
$function$;

-- May be called by: referral_app.
