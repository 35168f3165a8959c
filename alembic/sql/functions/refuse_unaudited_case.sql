-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on "case".

CREATE OR REPLACE FUNCTION public.refuse_unaudited_case()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE target uuid := COALESCE(NEW.id, OLD.id);
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
        AND (e.case_id = target OR target = ANY (e.case_ids))
        AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
            NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
        )
    ) THEN
        RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
