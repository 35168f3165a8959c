-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger refuse_suspended_guardian on consent.

CREATE OR REPLACE FUNCTION public.refuse_suspended_guardian()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF (
        SELECT bool_or(g.family_check IN ('concern', 'involved'))
            AND NOT bool_or(g.family_check NOT IN ('concern', 'involved'))
        FROM guardian g WHERE g.case_id = NEW.case_id AND g.status = 'recorded'
        AND g.kind <> 'none_yet' AND (g.until_on IS NULL OR g.until_on >= current_date)
        AND CASE WHEN NEW.given_by IN ('mother', 'father') THEN g.relation = NEW.given_by
            ELSE g.relation IS NULL OR g.relation NOT IN ('mother', 'father') END
    ) THEN
        RAISE EXCEPTION 'a guardian whose power is suspended' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
