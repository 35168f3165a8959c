-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.identity_to_check(target uuid)
 RETURNS TABLE(sealed bytea, wrapping_key_id text, wrapped_key bytea, sex text, organisation_id uuid)
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
    INSERT INTO audit_event (id, action, outcome, organisation_id, roles, token_id, subject, subject_id, case_id, section, salt) SELECT (lpad(to_hex((date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14, 3) || '8' || substr(replace(gen_random_uuid()::text, '-', ''), 18, 15))::uuid, 'identity:compare', 'allowed', NULLIF(current_setting('app.organisation_id', true), '')::uuid, '{}', 'system', 'case', target, target, 'identity', uuid_send(gen_random_uuid());
    RETURN QUERY SELECT p.sealed, k.wrapping_key_id, k.wrapped_key, c.sex, c.protection_custodian_id
    FROM person p JOIN person_key k ON k.case_id = p.case_id JOIN "case" c ON c.id = p.case_id
    WHERE p.case_id = target;
END
$function$;

-- May be called by: referral_app.
