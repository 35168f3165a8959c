-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger stay_follows_handoff on handoff.

CREATE OR REPLACE FUNCTION public.stay_follows_handoff()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE stay SET closed_at = now(), version = version + 1,
    status = CASE NEW.status WHEN 'failed' THEN 'not_arrived' ELSE 'cancelled' END
    WHERE handoff_id = NEW.id AND status = 'expected';
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
