-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger queued on person.

CREATE OR REPLACE FUNCTION public.queue_identity_check()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM identity_index WHERE case_id = OLD.case_id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        DELETE FROM identity_check WHERE case_id = OLD.case_id;
        RETURN NULL;
    END IF;
    INSERT INTO identity_check (case_id, agent_id)
    VALUES (NEW.case_id, NEW.updated_by_agent_id)
    ON CONFLICT (case_id) DO UPDATE SET agent_id = EXCLUDED.agent_id,
    asked_key = gen_random_uuid(), only_index = false, attempts = 0, next_at = now(),
    leased_until = NULL;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
