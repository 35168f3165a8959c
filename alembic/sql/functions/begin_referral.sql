-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_referral on referral.

CREATE OR REPLACE FUNCTION public.begin_referral()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    -- The file is held: it does not close, and custody does not move, before the draft is
    -- there.
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR SHARE;
    IF subject.state <> 'open' OR subject.protection_custodian_id <> NEW.sender_id THEN
        RAISE EXCEPTION 'who answers for the person refers her' USING ERRCODE = 'NR003';
    END IF;
    NEW.custodian_id := NEW.sender_id;
    IF NEW.treated_as_child IS NULL THEN
        NEW.treated_as_child := subject.age_in_doubt
        OR subject.age_band <> ALL ('{18_24,25_59,60_plus}'::text[]);
        NEW.case_risk_flags := subject.risk_flags;
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
