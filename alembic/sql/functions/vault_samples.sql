-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.vault_samples()
 RETURNS TABLE(case_id uuid, wrapping_key_id text, wrapped_key bytea)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
(SELECT case_id, wrapping_key_id, wrapped_key FROM person_key ORDER BY case_id LIMIT 1)
UNION
(SELECT case_id, wrapping_key_id, wrapped_key FROM person_key ORDER BY case_id DESC LIMIT 1)
$function$;

-- May be called by: referral_app.
