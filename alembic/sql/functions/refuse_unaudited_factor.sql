-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on agent_passkey.
-- Called by the trigger unaudited on agent_password.
-- Called by the trigger unaudited on factor_invitation.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_factor()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
DECLARE free text[] := ARRAY['last_step', 'sign_count'];
DECLARE keyed text[] := ARRAY['last_step', 'key_id', 'hash', 'totp_sealed'];
BEGIN
    IF TG_OP = 'UPDATE' AND (
        told - free - 'used_at' = to_jsonb(OLD) - free - 'used_at'
        AND (TG_TABLE_NAME = 'agent_passkey' OR told -> 'used_at' IS NOT DISTINCT FROM to_jsonb(OLD) -> 'used_at')
        OR told - keyed = to_jsonb(OLD) - keyed AND told ->> 'key_id' <> to_jsonb(OLD) ->> 'key_id'
    )
    OR TG_OP = 'DELETE' AND (told ->> 'invited_at')::timestamptz < now() - interval '30 days'
    THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action LIKE 'factor:%'
        AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(
                NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
            ))
        AND e.subject_id = (told ->> 'agent_id')::uuid
    ) THEN
        RAISE EXCEPTION 'a change to a factor was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
