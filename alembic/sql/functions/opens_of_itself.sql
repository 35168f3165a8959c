-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.opens_of_itself(asked uuid, chain text, link integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
-- A return gives what the link before it had.
WITH RECURSIVE held AS (
    SELECT c.seq, c.organisation_id, c.handoff_id, h.forced, h.corrected_call_id
    FROM custody c LEFT JOIN handoff h ON h.id = c.handoff_id
    WHERE c.case_id = asked AND c.kind = chain AND c.seq = link
    UNION ALL
    SELECT c.seq, c.organisation_id, c.handoff_id, h.forced, h.corrected_call_id
    FROM held JOIN custody c ON c.case_id = asked AND c.kind = chain
    AND c.seq = held.seq - 2 AND c.organisation_id = held.organisation_id
    LEFT JOIN handoff h ON h.id = c.handoff_id
    WHERE held.corrected_call_id IS NOT NULL
)
SELECT COALESCE(bool_or(handoff_id IS NULL OR forced), false) FROM held
$function$;

-- May be called by: referral_app.
