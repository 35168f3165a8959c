-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.accuser_would_answer(target uuid, candidate uuid, chain text)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT EXISTS (
    SELECT 1 FROM accusation a JOIN "case" c ON c.id = a.case_id
    WHERE a.case_id = target AND a.organisation_id = candidate AND a.status = 'standing'
    AND candidate = CASE chain WHEN 'protection'
    THEN c.investigation_custodian_id ELSE c.protection_custodian_id END
)
$function$;

-- May be called by: referral_app.
