-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger move_assistance on custody.

CREATE OR REPLACE FUNCTION public.move_assistance()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE stay SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE stay_incident SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE service_given SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE follow_up SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE means_request SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
