-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.referral_ground(wanted uuid)
 RETURNS TABLE(consent_status text, case_state text, place_id uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
caller uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
asked referral;
BEGIN
    SELECT * INTO asked FROM referral r
    WHERE r.id = wanted AND caller IN (r.receiver_id, COALESCE(r.custodian_id, r.sender_id));
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT k.status INTO consent_status FROM consent k
    WHERE k.id = asked.consent_id FOR SHARE;
    SELECT c.state INTO case_state FROM "case" c WHERE c.id = asked.case_id FOR KEY SHARE;
    SELECT o.id INTO place_id FROM referral o
    WHERE o.case_id = asked.case_id AND o.id <> asked.id
    AND (o.bed = 'occupied' OR (o.bed = 'held' AND o.transfer_from_id IS NULL));
    RETURN NEXT;
END
$function$;

-- May be called by: referral_app.
