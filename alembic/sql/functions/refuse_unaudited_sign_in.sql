-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on agent_pin.
-- Called by the trigger unaudited on agent_session.
-- Called by the trigger unaudited on unit_device.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_sign_in()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
DECLARE free text[] := ARRAY['seen_at', 'locks_at', 'proved_at', 'unused_until', 'key_id', 'hash'];
BEGIN
    IF TG_OP = 'UPDATE' AND told - free = to_jsonb(OLD) - free
    AND (TG_TABLE_NAME <> 'agent_pin' OR told ->> 'key_id' <> to_jsonb(OLD) ->> 'key_id')
    OR TG_OP = 'DELETE' AND (told ->> 'ended_at')::timestamptz < now() - interval '30 days'
    THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action NOT LIKE '%:read'
        AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(
                NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
            ))
        AND e.subject_id IN (SELECT (told ->> about)::uuid FROM unnest(TG_ARGV) about)
    ) THEN
        RAISE EXCEPTION 'a change to a sign-in was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
