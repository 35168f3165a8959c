-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger keep_review on decision.

CREATE OR REPLACE FUNCTION public.keep_review()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF EXISTS (
        SELECT 1 FROM reconsideration r WHERE r.case_id = NEW.case_id
        AND r.status IN ('requested', 'admitted')
    ) THEN
        RAISE EXCEPTION 'a reconsideration is open' USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
