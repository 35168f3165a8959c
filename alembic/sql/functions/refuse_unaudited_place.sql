-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on place.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_place()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
owner uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.organisation_id ELSE NEW.organisation_id END;
stated boolean := TG_OP <> 'UPDATE' OR NEW.places <> OLD.places;
row_id uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action NOT LIKE '%:read'
        AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id))
        AND (
            e.subject_id = row_id
            OR NOT stated AND e.subject = 'referral' AND EXISTS (
                SELECT 1 FROM referral r WHERE r.id = e.subject_id AND r.receiver_id = owner
            )
            OR NOT stated AND EXISTS (
                SELECT 1 FROM stay s WHERE s.host_organisation_id = owner
                AND (s.case_id = e.case_id OR s.case_id = ANY (e.case_ids))
            )
        )
    ) THEN
        RAISE EXCEPTION 'a change to places was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
