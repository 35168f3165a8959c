-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.case_for_auditors(asked text)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT c.id FROM "case" c WHERE c.code = asked
$function$;

-- May be called by: referral_auditor.
