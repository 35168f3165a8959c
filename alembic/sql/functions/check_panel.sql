-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger check_panel on best_interests_determination.

CREATE OR REPLACE FUNCTION public.check_panel()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT COALESCE((
            SELECT count(DISTINCT a.id) = cardinality(NEW.panel) AND count(DISTINCT o.id) > 1
            AND bool_or(o.type = 'child_protection')
            FROM agent a JOIN organisation o ON o.id = a.organisation_id
            WHERE a.id = ANY (NEW.panel)
        ), false) OR EXISTS (
        SELECT 1 FROM best_interests_assessment b WHERE b.id = NEW.assessment_id
        AND (b.case_id <> NEW.case_id OR b.assessor_id = ANY (NEW.panel))
    ) THEN
        RAISE EXCEPTION 'who decides on a child does not sit so' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
