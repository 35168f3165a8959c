-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger check_assessors on age_assessment.

CREATE OR REPLACE FUNCTION public.check_assessors()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT COALESCE((
            SELECT count(DISTINCT a.id) = cardinality(NEW.assessors) AND count(DISTINCT o.id) > 1
            AND bool_or(o.type = 'child_protection')
            FROM agent a JOIN organisation o ON o.id = a.organisation_id
            WHERE a.id = ANY (NEW.assessors)
        ), false) THEN
        RAISE EXCEPTION 'who decides on a child does not sit so' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
