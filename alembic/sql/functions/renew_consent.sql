-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger renew_consent on handoff.
-- Called by the trigger renew_consent on referral.

CREATE OR REPLACE FUNCTION public.renew_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
receiver uuid := COALESCE(
    to_jsonb(NEW) ->> 'receiver_id', to_jsonb(NEW) ->> 'to_id'
)::uuid;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM consent k WHERE k.id = NEW.consent_id AND k.case_id = NEW.case_id
        AND (k.valid_until IS NULL OR k.valid_until > now()) AND (k.status = 'active' OR (
                TG_TABLE_NAME = 'referral'
                AND k.status = 'provisional' AND k.confirm_by > now()
            )) AND (receiver = ANY (k.recipients) OR (
                TG_TABLE_NAME = 'referral' AND k.coordination_finds
                AND NEW.shared_sections = '{}' AND to_jsonb(NEW) ->> 'shelter_named_at' IS NOT NULL
            ))
        AND ARRAY(
            SELECT unnest(NEW.shared_sections) EXCEPT
            SELECT unnest('{exploitation,protection,justice}'::text[])
            WHERE to_jsonb(NEW) ->> 'legal_duty' IS NOT NULL
        ) <@ k.sections
    ) THEN
        RAISE EXCEPTION 'a consent that does not cover what rests on it'
        USING ERRCODE = 'NR004';
    END IF;
    IF TG_TABLE_NAME = 'referral' THEN
        UPDATE access_grant SET ended_at = now()
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
