-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.index_identity(target uuid, made_with text, made bytea[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF current_setting('app.sight', true) IS DISTINCT FROM 'system'
    OR NULLIF(current_setting('app.agent_id', true), '') IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM identity_check q WHERE q.case_id = target) THEN
        RAISE EXCEPTION 'no check of this identity is due' USING ERRCODE = 'NR001';
    END IF;
    DELETE FROM identity_index i WHERE i.case_id = target;
    INSERT INTO identity_index (token, case_id, key_id)
    SELECT DISTINCT t, target, made_with FROM unnest(made) t
    WHERE EXISTS (SELECT 1 FROM person_key k WHERE k.case_id = target);
END
$function$;

-- May be called by: referral_app.
