-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger keep_first on contribution.
-- Called by the trigger keep_later on contribution.

CREATE OR REPLACE FUNCTION public.keep_contribution()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    INSERT INTO contribution_version (
        contribution_id, version, organisation_id, lines, channel, said_by, said_at,
        recorded_by_organisation_id, recorded_by_agent_id, recorded_by_client_id,
        recorded_at
    ) VALUES (
        NEW.id, NEW.version, NEW.organisation_id, NEW.lines, NEW.channel, NEW.said_by,
        NEW.said_at, NEW.recorded_by_organisation_id, NEW.recorded_by_agent_id,
        NEW.recorded_by_client_id, NEW.revised_at
    );
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
