-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_measure on measure.

CREATE OR REPLACE FUNCTION public.begin_measure()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
    NEW.custodian_id := subject.protection_custodian_id;
    IF NEW.kind = 'recovery_period' AND subject.status = ANY (ARRAY['screening', 'presumed', 'under_review']) THEN
        NEW.held_since := now();
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
