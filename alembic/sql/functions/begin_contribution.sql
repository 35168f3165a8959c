-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_contribution on contribution.

CREATE OR REPLACE FUNCTION public.begin_contribution()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE found text;
BEGIN
    IF NEW.contribution_request_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT r.status INTO found FROM contribution_request r
    WHERE r.id = NEW.contribution_request_id FOR SHARE;
    IF found IS DISTINCT FROM 'open' OR NOT EXISTS (
        SELECT 1 FROM contribution_call c WHERE c.contribution_request_id = NEW.contribution_request_id
        AND c.organisation_id = NEW.organisation_id
    ) THEN
        RAISE EXCEPTION 'an open call asks this organisation' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
