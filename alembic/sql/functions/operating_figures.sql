-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.operating_figures(since uuid)
 RETURNS TABLE(events bigint, followers bigint, waiting bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
WITH follower AS (
    SELECT organisation_id, max(recorded_at) AS at FROM audit_event
    WHERE id >= since AND action = 'outgoing_event:follow' AND outcome = 'allowed'
    GROUP BY organisation_id
)

SELECT
(SELECT count(*) FROM audit_event WHERE id >= since),
(SELECT count(*) FROM follower),
(SELECT count(*) FROM outgoing_event o JOIN follower USING (organisation_id)
    WHERE o.occurred_at > follower.at)
$function$;

-- May be called by: referral_app.
