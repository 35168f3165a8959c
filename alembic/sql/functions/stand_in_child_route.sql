-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger stand_in_child_route on age_assessment.
-- Called by the trigger stand_in_child_route on best_interests_assessment.
-- Called by the trigger stand_in_child_route on best_interests_determination.
-- Called by the trigger stand_in_child_route on child_protection.
-- Called by the trigger stand_in_child_route on guardian.
-- Called by the trigger stand_in_child_route on own_view.
-- Called by the trigger stand_in_child_route on tracing.

CREATE OR REPLACE FUNCTION public.stand_in_child_route()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
    NEW.custodian_id := subject.protection_custodian_id;
    IF TG_TABLE_NAME = 'child_protection' THEN
        NEW.child_protection_id := to_jsonb(NEW) ->> 'organisation_id';
    ELSE
        NEW.child_protection_id := (
            SELECT p.organisation_id FROM child_protection p
            WHERE p.case_id = NEW.case_id AND p.status = 'recorded'
        );
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
