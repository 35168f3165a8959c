-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger stand_under_custodian on assessment.
-- Called by the trigger stand_under_custodian on follow_up.
-- Called by the trigger stand_under_custodian on stay_incident.
-- Called by the trigger stand_under_custodian on support_goal.
-- Called by the trigger stand_under_custodian on support_plan.

CREATE OR REPLACE FUNCTION public.stand_under_custodian()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
    NEW.custodian_id := subject.protection_custodian_id;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
