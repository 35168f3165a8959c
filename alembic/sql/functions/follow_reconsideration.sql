-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger follow_reconsideration on reconsideration.

CREATE OR REPLACE FUNCTION public.follow_reconsideration()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE "case" SET status = 'under_review', updated_at = now(), version = version + 1
        WHERE id = NEW.case_id;
    ELSIF NEW.status IN ('not_admitted', 'upheld', 'withdrawn') THEN
        UPDATE "case" SET status = NEW.status_before, updated_at = now(), version = version + 1
        WHERE id = NEW.case_id AND status = 'under_review';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
