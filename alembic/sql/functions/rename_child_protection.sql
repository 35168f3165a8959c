-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger rename_child_protection on child_protection.

CREATE OR REPLACE FUNCTION public.rename_child_protection()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    NEW.child_protection_id := NEW.organisation_id;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
