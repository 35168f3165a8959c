-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.duties_of(leaving uuid)
 RETURNS TABLE(answers_for bigint, residents bigint, open_offers bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT (
    SELECT count(DISTINCT g.case_id) FROM access_grant g JOIN "case" c ON c.id = g.case_id
    WHERE g.organisation_id = leaving AND g.basis = 'custody' AND g.ended_at IS NULL
    AND c.state = 'open'
), ((SELECT COALESCE(sum(held + occupied), 0) FROM capacity WHERE organisation_id = leaving) + (SELECT COALESCE(sum(held + occupied), 0) FROM place WHERE organisation_id = leaving) + (
        SELECT count(*) FROM stay s WHERE s.host_organisation_id = leaving AND NOT s.has_place
        AND s.status IN ('present', 'absent') AND NOT EXISTS (
            SELECT 1 FROM referral r WHERE r.id = s.referral_id
            AND (r.bed IN ('held', 'occupied') OR r.status = 'in_progress')
        )
    )) + (
    SELECT count(*) FROM referral WHERE receiver_id = leaving AND bed NOT IN ('held', 'occupied')
    AND (status = 'in_progress' OR status IN ('accepted', 'on_hold')
        AND (started_at IS NOT NULL OR departed_at IS NOT NULL OR start_by > now()))
), (
    SELECT count(*) FROM handoff WHERE leaving IN (from_id, to_id)
    AND (status = 'accepted' OR status = 'offered' AND decide_by > now())
) + (
    SELECT count(*) FROM referral WHERE receiver_id = leaving
    AND status IN ('requested', 'received') AND decide_by > now()
)
$function$;

-- May be called by: referral_app.
