-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_means_request on means_request.

CREATE OR REPLACE FUNCTION public.begin_means_request()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR KEY SHARE;
    NEW.custodian_id := subject.protection_custodian_id;
    NEW.case_region := subject.region;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
