-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.index_again(in_use text, most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE queued integer;
BEGIN
    INSERT INTO identity_check (case_id, agent_id, only_index)
    SELECT p.case_id, p.updated_by_agent_id, true FROM person p WHERE p.case_id IN (
        SELECT i.case_id FROM identity_index i WHERE i.key_id < in_use
        UNION SELECT i.case_id FROM identity_index i WHERE i.key_id > in_use LIMIT most
    ) ON CONFLICT (case_id) DO NOTHING;
    GET DIAGNOSTICS queued = ROW_COUNT;
    RETURN queued;
END
$function$;

-- May be called by: referral_app.
