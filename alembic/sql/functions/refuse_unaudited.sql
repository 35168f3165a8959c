-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on access_grant.
-- Called by the trigger unaudited on accusation.
-- Called by the trigger unaudited on age_assessment.
-- Called by the trigger unaudited on alert.
-- Called by the trigger unaudited on assessment.
-- Called by the trigger unaudited on assessment_health.
-- Called by the trigger unaudited on background.
-- Called by the trigger unaudited on best_interests_assessment.
-- Called by the trigger unaudited on best_interests_determination.
-- Called by the trigger unaudited on case_relation.
-- Called by the trigger unaudited on check_in.
-- Called by the trigger unaudited on child_protection.
-- Called by the trigger unaudited on consent.
-- Called by the trigger unaudited on custody.
-- Called by the trigger unaudited on decision.
-- Called by the trigger unaudited on duplicate_candidate.
-- Called by the trigger unaudited on exploitation.
-- Called by the trigger unaudited on follow_up.
-- Called by the trigger unaudited on guardian.
-- Called by the trigger unaudited on handoff.
-- Called by the trigger unaudited on handoff_request.
-- Called by the trigger unaudited on identity_order.
-- Called by the trigger unaudited on incident_case.
-- Called by the trigger unaudited on means_request.
-- Called by the trigger unaudited on measure.
-- Called by the trigger unaudited on own_view.
-- Called by the trigger unaudited on person.
-- Called by the trigger unaudited on person_key.
-- Called by the trigger unaudited on person_link.
-- Called by the trigger unaudited on profile.
-- Called by the trigger unaudited on reconsideration.
-- Called by the trigger unaudited on referral.
-- Called by the trigger unaudited on referral_copy.
-- Called by the trigger unaudited on screening.
-- Called by the trigger unaudited on service_given.
-- Called by the trigger unaudited on stay.
-- Called by the trigger unaudited on stay_incident.
-- Called by the trigger unaudited on support_goal.
-- Called by the trigger unaudited on support_plan.
-- Called by the trigger unaudited on telephone_call.
-- Called by the trigger unaudited on tracing.

CREATE OR REPLACE FUNCTION public.refuse_unaudited()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE target uuid := COALESCE(NEW.case_id, OLD.case_id);
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.case_id <> OLD.case_id THEN
        RAISE EXCEPTION 'a row never moves to another case' USING ERRCODE = 'NR001';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
        AND (e.case_id = target OR target = ANY (e.case_ids))
        AND e.outcome = 'allowed' AND ((
                e.action = 'installation:rewrap' AND session_user <> 'referral_app'
                AND TG_TABLE_NAME = 'person_key' AND TG_OP = 'UPDATE'
            ) OR e.organisation_id = COALESCE(
                NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
            ))
    ) THEN
        RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
