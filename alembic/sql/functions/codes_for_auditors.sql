-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_for_auditors(asked uuid[])
 RETURNS TABLE(id uuid, code text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT c.id, c.code FROM "case" c WHERE c.id = ANY (asked)
$function$;

-- May be called by: referral_auditor.
