-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_identity_order on identity_order.

CREATE OR REPLACE FUNCTION public.follow_identity_order()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE access_grant SET ended_at = now()
    WHERE basis = 'court_order' AND basis_id = NEW.id AND ended_at IS NULL;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
