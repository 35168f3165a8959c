-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.goes_to(wanted uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT EXISTS (
    SELECT 1 FROM location l JOIN referral r ON l.organisation_id IN (
        r.receiver_id, COALESCE(r.custodian_id, r.sender_id)
    )
    WHERE l.id = wanted AND NULLIF(current_setting('app.organisation_id', true), '')::uuid IN (
        r.receiver_id, COALESCE(r.custodian_id, r.sender_id)
    )
    AND r.status IN ('accepted', 'on_hold') AND r.started_at IS NULL
    AND (r.departed_at IS NOT NULL OR r.start_by > now())
    AND (l.service_id IS NULL OR l.organisation_id <> r.receiver_id OR EXISTS (
            SELECT 1 FROM service s LEFT JOIN place p ON p.id = r.place_id
            WHERE s.id = l.service_id AND CASE WHEN p.service_id IS NULL
            THEN s.service_type = r.service_type ELSE s.id = p.service_id END
        ))
) OR EXISTS (
    SELECT 1 FROM location l JOIN handoff h ON l.organisation_id IN (h.from_id, h.to_id)
    WHERE l.id = wanted AND h.status = 'accepted' AND h.physical
    AND NULLIF(current_setting('app.organisation_id', true), '')::uuid IN (h.from_id, h.to_id)
)
$function$;

-- May be called by: referral_app.
