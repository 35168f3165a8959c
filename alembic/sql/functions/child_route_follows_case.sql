-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger child_route_follows_case on "case".

CREATE OR REPLACE FUNCTION public.child_route_follows_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE access_grant g SET ended_at = now() FROM child_protection p
    WHERE p.case_id = NEW.id AND g.organisation_id = p.organisation_id
    AND g.basis = 'child_protection' AND g.basis_id = p.id AND g.ended_at IS NULL;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
