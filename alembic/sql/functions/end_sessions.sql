-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger end_sessions on agent.
-- Called by the trigger end_sessions on organisation.
-- Called by the trigger end_sessions on unit_device.
-- Called by the trigger end_sessions_of_roles on agent.

CREATE OR REPLACE FUNCTION public.end_sessions()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    EXECUTE format(
        'UPDATE agent_session SET status = ''ended'', ended_at = now(), end_reason = $1,'
        ' cookie_digest = NULL, version = version + 1 WHERE status <> ''ended'' AND %I = $2',
        TG_ARGV[0]
    ) USING TG_ARGV[1], NEW.id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
