-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger name_folded on organisation.

CREATE OR REPLACE FUNCTION public.write_folded_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    -- One that looks like an older one already keeps its name until it is renamed.
    IF TG_OP = 'INSERT' OR NEW.name IS DISTINCT FROM OLD.name THEN
        NEW.name_folded := fold_name(NEW.name);
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
