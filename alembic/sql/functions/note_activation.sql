-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger note_activation on consent.

CREATE OR REPLACE FUNCTION public.note_activation()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.active_since := CASE WHEN NEW.status IN ('active', 'provisional') THEN now() END;
    ELSIF NEW.status = 'active' AND OLD.status <> 'active' THEN
        NEW.active_since := now();
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
