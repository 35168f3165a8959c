-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger append_only on administrator_sign_in.
-- Called by the trigger append_only on audit_event.
-- Called by the trigger append_only on custody.
-- Called by the trigger append_only on decision.
-- Called by the trigger no_truncate on "case".
-- Called by the trigger no_truncate on access_grant.
-- Called by the trigger no_truncate on accusation.
-- Called by the trigger no_truncate on agent.
-- Called by the trigger no_truncate on agent_subject.
-- Called by the trigger no_truncate on alert.
-- Called by the trigger no_truncate on capacity.
-- Called by the trigger no_truncate on client.
-- Called by the trigger no_truncate on consent.
-- Called by the trigger no_truncate on handoff.
-- Called by the trigger no_truncate on handoff_request.
-- Called by the trigger no_truncate on organisation.
-- Called by the trigger no_truncate on pending_change.
-- Called by the trigger no_truncate on person.
-- Called by the trigger no_truncate on person_key.
-- Called by the trigger no_truncate on referral.
-- Called by the trigger no_truncate on referral_copy.
-- Called by the trigger written_once on access_grant.
-- Called by the trigger written_once on accusation.
-- Called by the trigger written_once on agent.
-- Called by the trigger written_once on alert.
-- Called by the trigger written_once on capacity.
-- Called by the trigger written_once on client.
-- Called by the trigger written_once on organisation.
-- Called by the trigger written_once on pending_change.

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
