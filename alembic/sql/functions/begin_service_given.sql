-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_service_given on service_given.

CREATE OR REPLACE FUNCTION public.begin_service_given()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
    NEW.custodian_id := subject.protection_custodian_id;
    NEW.sex := subject.sex;
    NEW.age_band := subject.age_band;
    NEW.treated_as_child := subject.age_in_doubt
    OR subject.age_band <> ALL ('{18_24,25_59,60_plus}'::text[]);
    NEW.case_region := subject.region;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
