-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger take_place on stay.

CREATE OR REPLACE FUNCTION public.take_place()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.has_place := false;
        NEW.is_beyond := false;
    END IF;
    IF NEW.status IN ('present', 'absent') AND NOT NEW.has_place AND NOT EXISTS (
        SELECT 1 FROM referral r WHERE r.id = NEW.referral_id AND r.bed IN ('held', 'occupied')
    ) THEN
        SELECT true, h.place_id, h.is_beyond INTO NEW.has_place, NEW.place_id, NEW.is_beyond
        FROM hold_place(
            NEW.host_organisation_id, ARRAY[NEW.unit, 'bed_unspecified'], NULL, true
        ) h;
        NEW.has_place := COALESCE(NEW.has_place, false);
        NEW.is_beyond := COALESCE(NEW.is_beyond, false);
        IF NEW.has_place THEN
            PERFORM move_place(NEW.host_organisation_id, NEW.place_id, 'occupy');
        END IF;
    ELSIF NEW.status NOT IN ('present', 'absent') AND NEW.has_place THEN
        PERFORM move_place(NEW.host_organisation_id, NEW.place_id, 'release_occupied');
        NEW.has_place := false;
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
