-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger answer_call on contribution.

CREATE OR REPLACE FUNCTION public.answer_call()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE found text;
BEGIN
    SELECT r.status INTO found FROM contribution_request r
    WHERE r.id = NEW.contribution_request_id FOR SHARE;
    -- What a freezing took stays as it was taken.
    IF found = 'open' THEN
        UPDATE contribution_call SET
        contribution_id = NEW.id,
        contribution_version = CASE NEW.status WHEN 'current' THEN NEW.version END,
        answered_at = CASE NEW.status WHEN 'current' THEN NEW.recorded_at END
        WHERE contribution_request_id = NEW.contribution_request_id AND organisation_id = NEW.organisation_id;
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
