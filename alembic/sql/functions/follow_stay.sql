-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_stay on stay.

CREATE OR REPLACE FUNCTION public.follow_stay()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE stay s SET is_transfer = EXISTS (
        SELECT 1 FROM stay o WHERE o.case_id = s.case_id AND o.id <> s.id
        AND o.status IN ('present', 'absent')
    ), version = version + 1
    WHERE s.case_id = NEW.case_id AND s.status = 'expected'
    AND s.is_transfer IS DISTINCT FROM EXISTS (
        SELECT 1 FROM stay o WHERE o.case_id = s.case_id AND o.id <> s.id
        AND o.status IN ('present', 'absent')
    );
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
