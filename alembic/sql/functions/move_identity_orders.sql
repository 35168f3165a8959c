-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger move_identity_orders on custody.

CREATE OR REPLACE FUNCTION public.move_identity_orders()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NEW.kind = 'protection' THEN
        UPDATE identity_order SET protection_custodian_id = NEW.organisation_id
        WHERE case_id = NEW.case_id AND status = 'active';
    ELSE
        UPDATE access_grant SET ended_at = now()
        WHERE basis = 'court_order' AND ended_at IS NULL
        AND basis_id IN (SELECT id FROM identity_order WHERE case_id = NEW.case_id);
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
