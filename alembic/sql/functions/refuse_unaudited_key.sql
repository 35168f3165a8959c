-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on tip_source.
-- Called by the trigger unaudited on vault_key.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_key()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND (
            e.subject_id = (told ->> TG_ARGV[0])::uuid AND e.action NOT LIKE '%:read'
            AND (session_user <> 'referral_app' OR e.organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid)
            OR e.action = 'installation:rewrap' AND session_user <> 'referral_app'
            AND TG_OP = 'UPDATE'
        )
    ) THEN
        RAISE EXCEPTION 'a change to a key was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
