-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on location_address.
-- Called by the trigger unaudited on location_key.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_address()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed'
        AND (
            e.action = 'location:record_address' AND e.subject_id = COALESCE(NEW.location_id, OLD.location_id)
            AND (session_user <> 'referral_app' OR e.organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid)
            OR e.action = 'installation:rewrap' AND session_user <> 'referral_app'
            AND TG_TABLE_NAME = 'location_key' AND TG_OP = 'UPDATE'
        )
    ) THEN
        RAISE EXCEPTION 'a change to an address was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
