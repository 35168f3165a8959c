-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger child_route_follows_custody on custody.

CREATE OR REPLACE FUNCTION public.child_route_follows_custody()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE child_protection SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE guardian SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE age_assessment SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE best_interests_assessment SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE best_interests_determination SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE own_view SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    UPDATE tracing SET custodian_id = NEW.organisation_id WHERE case_id = NEW.case_id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
