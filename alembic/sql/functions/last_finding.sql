-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.last_finding(target uuid)
 RETURNS TABLE(to_status text, acts text[], means text[], forms text[], treated_as_child boolean)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT d.to_status, d.acts, d.means, d.forms, d.treated_as_child FROM decision d
WHERE d.case_id = target AND d.to_status IN ('identified', 'not_identified') AND EXISTS (
    SELECT 1 FROM access_grant g WHERE g.organisation_id = (SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid) AND g.case_id = target
    AND g.basis = 'custody' AND g.ended_at IS NULL
) ORDER BY d.id DESC LIMIT 1
$function$;

-- May be called by: referral_app.
