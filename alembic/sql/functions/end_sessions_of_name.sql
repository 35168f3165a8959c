-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger end_sessions on agent_subject.

CREATE OR REPLACE FUNCTION public.end_sessions_of_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE agent_session SET status = 'ended', ended_at = now(), end_reason = 'factor',
    cookie_digest = NULL, version = version + 1
    WHERE agent_id = OLD.agent_id AND way = 'issuer' AND status <> 'ended'
    AND (issuer_sid IS NULL OR starts_with(issuer_sid, OLD.issuer || ' '));
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
