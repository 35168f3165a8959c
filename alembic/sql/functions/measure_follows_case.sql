-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger measure_follows_case on "case".

CREATE OR REPLACE FUNCTION public.measure_follows_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE measure SET held_since = CASE WHEN NEW.status = ANY (ARRAY['screening', 'presumed', 'under_review'])
    THEN COALESCE(held_since, now()) END
    WHERE case_id = NEW.id AND kind = 'recovery_period'
    AND status IN ('proposed', 'granted', 'in_force')
    AND (held_since IS NOT NULL) <> (NEW.status = ANY (ARRAY['screening', 'presumed', 'under_review']));
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
