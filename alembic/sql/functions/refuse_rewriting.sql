-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger append_only on administrator_sign_in.
-- Called by the trigger append_only on audit_event.
-- Called by the trigger append_only on contribution_version.
-- Called by the trigger append_only on custody.
-- Called by the trigger append_only on cut.
-- Called by the trigger append_only on decision.
-- Called by the trigger append_only on figure_answer.
-- Called by the trigger append_only on figure_verification.
-- Called by the trigger no_truncate on "case".
-- Called by the trigger no_truncate on access_grant.
-- Called by the trigger no_truncate on accusation.
-- Called by the trigger no_truncate on agent.
-- Called by the trigger no_truncate on agent_subject.
-- Called by the trigger no_truncate on aggregate.
-- Called by the trigger no_truncate on alert.
-- Called by the trigger no_truncate on capacity.
-- Called by the trigger no_truncate on check_in.
-- Called by the trigger no_truncate on client.
-- Called by the trigger no_truncate on consent.
-- Called by the trigger no_truncate on contribution.
-- Called by the trigger no_truncate on contribution_call.
-- Called by the trigger no_truncate on contribution_request.
-- Called by the trigger no_truncate on follow_up.
-- Called by the trigger no_truncate on handoff.
-- Called by the trigger no_truncate on handoff_request.
-- Called by the trigger no_truncate on identity_order.
-- Called by the trigger no_truncate on legal_text.
-- Called by the trigger no_truncate on location.
-- Called by the trigger no_truncate on location_address.
-- Called by the trigger no_truncate on location_key.
-- Called by the trigger no_truncate on means_request.
-- Called by the trigger no_truncate on notice.
-- Called by the trigger no_truncate on organisation.
-- Called by the trigger no_truncate on partner.
-- Called by the trigger no_truncate on partner_agreement.
-- Called by the trigger no_truncate on partner_contribution.
-- Called by the trigger no_truncate on pending_change.
-- Called by the trigger no_truncate on person.
-- Called by the trigger no_truncate on person_key.
-- Called by the trigger no_truncate on place.
-- Called by the trigger no_truncate on plan_indicator.
-- Called by the trigger no_truncate on plan_objective.
-- Called by the trigger no_truncate on plan_value.
-- Called by the trigger no_truncate on prevention_activity.
-- Called by the trigger no_truncate on programme_document.
-- Called by the trigger no_truncate on referral.
-- Called by the trigger no_truncate on referral_copy.
-- Called by the trigger no_truncate on report_text.
-- Called by the trigger no_truncate on road_state.
-- Called by the trigger no_truncate on series_break.
-- Called by the trigger no_truncate on service.
-- Called by the trigger no_truncate on service_given.
-- Called by the trigger no_truncate on staff_count.
-- Called by the trigger no_truncate on stay.
-- Called by the trigger no_truncate on stay_incident.
-- Called by the trigger no_truncate on telephone_call.
-- Called by the trigger no_truncate on unmet_need.
-- Called by the trigger no_truncate on webhook_subscription.
-- Called by the trigger written_once on access_grant.
-- Called by the trigger written_once on accusation.
-- Called by the trigger written_once on agent.
-- Called by the trigger written_once on aggregate.
-- Called by the trigger written_once on alert.
-- Called by the trigger written_once on capacity.
-- Called by the trigger written_once on check_in.
-- Called by the trigger written_once on client.
-- Called by the trigger written_once on contribution.
-- Called by the trigger written_once on contribution_call.
-- Called by the trigger written_once on contribution_request.
-- Called by the trigger written_once on follow_up.
-- Called by the trigger written_once on legal_text.
-- Called by the trigger written_once on location.
-- Called by the trigger written_once on location_address.
-- Called by the trigger written_once on location_key.
-- Called by the trigger written_once on means_request.
-- Called by the trigger written_once on notice.
-- Called by the trigger written_once on organisation.
-- Called by the trigger written_once on partner.
-- Called by the trigger written_once on partner_agreement.
-- Called by the trigger written_once on partner_contribution.
-- Called by the trigger written_once on pending_change.
-- Called by the trigger written_once on place.
-- Called by the trigger written_once on plan_indicator.
-- Called by the trigger written_once on plan_objective.
-- Called by the trigger written_once on plan_value.
-- Called by the trigger written_once on prevention_activity.
-- Called by the trigger written_once on programme_document.
-- Called by the trigger written_once on report_text.
-- Called by the trigger written_once on road_state.
-- Called by the trigger written_once on series_break.
-- Called by the trigger written_once on service.
-- Called by the trigger written_once on service_given.
-- Called by the trigger written_once on staff_count.
-- Called by the trigger written_once on stay.
-- Called by the trigger written_once on stay_incident.
-- Called by the trigger written_once on telephone_call.
-- Called by the trigger written_once on unmet_need.
-- Called by the trigger written_once on webhook_subscription.

CREATE OR REPLACE FUNCTION public.refuse_rewriting()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    RAISE EXCEPTION 'this table is only added to' USING ERRCODE = 'NR002';
END
$function$;

-- May be called by: its owner alone.
