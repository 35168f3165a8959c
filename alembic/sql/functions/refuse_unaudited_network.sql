-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger unaudited on administrator_sign_in.
-- Called by the trigger unaudited on agent.
-- Called by the trigger unaudited on agent_subject.
-- Called by the trigger unaudited on aggregate.
-- Called by the trigger unaudited on case_code_pad.
-- Called by the trigger unaudited on case_import.
-- Called by the trigger unaudited on client.
-- Called by the trigger unaudited on contact.
-- Called by the trigger unaudited on contribution.
-- Called by the trigger unaudited on contribution_call.
-- Called by the trigger unaudited on contribution_request.
-- Called by the trigger unaudited on contribution_version.
-- Called by the trigger unaudited on import_row.
-- Called by the trigger unaudited on incident.
-- Called by the trigger unaudited on legal_text.
-- Called by the trigger unaudited on location.
-- Called by the trigger unaudited on notice.
-- Called by the trigger unaudited on organisation.
-- Called by the trigger unaudited on pad_code.
-- Called by the trigger unaudited on partner.
-- Called by the trigger unaudited on partner_agreement.
-- Called by the trigger unaudited on partner_contribution.
-- Called by the trigger unaudited on pending_change.
-- Called by the trigger unaudited on plan_indicator.
-- Called by the trigger unaudited on plan_objective.
-- Called by the trigger unaudited on plan_value.
-- Called by the trigger unaudited on prevention_activity.
-- Called by the trigger unaudited on programme_document.
-- Called by the trigger unaudited on report_text.
-- Called by the trigger unaudited on road_state.
-- Called by the trigger unaudited on series_break.
-- Called by the trigger unaudited on service.
-- Called by the trigger unaudited on staff_count.
-- Called by the trigger unaudited on tip.
-- Called by the trigger unaudited on tip_detail.
-- Called by the trigger unaudited on unmet_need.
-- Called by the trigger unaudited on webhook_subscription.

CREATE OR REPLACE FUNCTION public.refuse_unaudited_network()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE told jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id()
        AND e.recorded_at = now() AND e.outcome = 'allowed' AND e.action NOT LIKE '%:read' AND (session_user <> 'referral_app' OR e.organisation_id = COALESCE(NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id))
        AND e.subject_id IN (SELECT (told ->> about)::uuid FROM unnest(TG_ARGV) about)
    ) THEN
        RAISE EXCEPTION 'a change to the network was not recorded' USING ERRCODE = 'NR001';
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
