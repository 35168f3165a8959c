-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.referral_ground(wanted uuid)
 RETURNS TABLE(consent_status text, case_state text, place_ids uuid[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
caller uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
asked record;
BEGIN
    SELECT r.id, r.case_id, r.consent_id, r.bed, r.transfer_from_id INTO asked FROM referral r
    WHERE r.id = wanted AND (current_setting('app.sight', true) IN ('flow', 'system')
        OR caller IN (r.receiver_id, COALESCE(r.custodian_id, r.sender_id)));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT k.status, c.state INTO consent_status, case_state FROM consent k, "case" c
    WHERE k.id = asked.consent_id AND c.id = asked.case_id FOR KEY SHARE OF c FOR SHARE OF k;
    IF asked.bed = 'asked' THEN
        -- One at a time asks for a place for this person.
        PERFORM pg_advisory_xact_lock(hashtextextended(asked.case_id::text, 16));
        SELECT array_agg(o.id ORDER BY o.id DESC) INTO place_ids FROM referral o
        WHERE o.case_id = asked.case_id AND o.id <> asked.id AND o.bed IN ('held', 'occupied')
        AND o.id IS DISTINCT FROM asked.transfer_from_id;
    END IF;
    RETURN NEXT;
END
$function$;

-- May be called by: referral_app.
