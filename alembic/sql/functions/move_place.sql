-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.move_place(owner uuid, moved uuid, act text)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
less integer := CASE WHEN act IN ('occupy', 'release_held') THEN 1 ELSE 0 END;
more integer := CASE act WHEN 'occupy' THEN 1 WHEN 'release_occupied' THEN -1 ELSE 0 END;
BEGIN
    IF moved IS NULL THEN
        UPDATE capacity c SET held = c.held - less, occupied = c.occupied + more,
        overflow = LEAST(c.overflow, GREATEST(0, c.held + c.occupied - less + more - c.places)),
        version = c.version + 1
        WHERE c.organisation_id = owner;
    ELSE
        UPDATE place p SET held = p.held - less, occupied = p.occupied + more,
        overflow = LEAST(p.overflow, GREATEST(0, p.held + p.occupied - less + more - p.places)),
        version = p.version + 1
        WHERE p.id = moved AND p.organisation_id = owner;
    END IF;
    RETURN FOUND;
END
$function$;

-- May be called by: referral_app.
