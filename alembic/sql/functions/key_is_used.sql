-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.key_is_used(organisation uuid, caller uuid, named uuid)
 RETURNS boolean
 LANGUAGE sql
BEGIN ATOMIC
 SELECT (EXISTS ( SELECT 1
            FROM idempotency_record
           WHERE ((idempotency_record.organisation_id = key_is_used.organisation) AND (idempotency_record.caller_id = key_is_used.caller) AND (idempotency_record.key = key_is_used.named)))) AS "exists";
END


;

-- May be called by: referral_app.
