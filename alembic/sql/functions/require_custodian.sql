-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger custodian on "case".

CREATE OR REPLACE FUNCTION public.require_custodian()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM "case" WHERE id = NEW.id AND protection_custodian_id = (
            SELECT organisation_id FROM custody
            WHERE case_id = NEW.id AND kind = 'protection' ORDER BY seq DESC LIMIT 1
        ) AND investigation_custodian_id IS NOT DISTINCT FROM (
            SELECT organisation_id FROM custody
            WHERE case_id = NEW.id AND kind = 'investigation' ORDER BY seq DESC LIMIT 1
        )
    ) THEN
        RAISE EXCEPTION 'a case has no custodian, or another than its chains say'
        USING ERRCODE = 'NR003';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
