-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger child_route_follows_naming on child_protection.

CREATE OR REPLACE FUNCTION public.child_route_follows_naming()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE named uuid := CASE NEW.status WHEN 'recorded' THEN NEW.organisation_id END;
BEGIN
    UPDATE guardian SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE age_assessment SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE best_interests_assessment SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE best_interests_determination SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE own_view SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE tracing SET child_protection_id = named WHERE case_id = NEW.case_id AND child_protection_id IS DISTINCT FROM named;
    UPDATE access_grant SET ended_at = now() WHERE basis = 'child_protection'
    AND basis_id = NEW.id AND ended_at IS NULL AND organisation_id IS DISTINCT FROM named;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
