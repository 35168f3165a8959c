-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.cases_resting_on(leaving uuid)
 RETURNS TABLE(case_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT g.case_id FROM access_grant g JOIN "case" c ON c.id = g.case_id
WHERE g.organisation_id = leaving AND g.basis = 'custody' AND g.ended_at IS NULL
AND c.state = 'open'
UNION
SELECT case_id FROM handoff WHERE leaving IN (from_id, to_id)
AND status IN ('offered', 'accepted')
UNION
SELECT case_id FROM referral WHERE receiver_id = leaving
AND status IN ('requested', 'received', 'accepted', 'in_progress', 'on_hold')
$function$;

-- May be called by: referral_app.
