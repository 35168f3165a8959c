-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_reconsideration on reconsideration.

CREATE OR REPLACE FUNCTION public.begin_reconsideration()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE subject "case";
BEGIN
    SELECT * INTO subject FROM "case" WHERE id = NEW.case_id FOR UPDATE;
    SELECT d.agent_id INTO NEW.first_agent_id FROM decision d
    WHERE d.id = NEW.decision_id AND d.case_id = NEW.case_id;
    IF NEW.first_agent_id IS NULL OR subject.state IS DISTINCT FROM 'open'
    OR subject.status <> ALL (ARRAY['not_presumed', 'not_identified']) THEN
        RAISE EXCEPTION 'no negative decision stands' USING ERRCODE = 'NR003';
    END IF;
    NEW.status_before := subject.status;
    NEW.custodian_id := subject.protection_custodian_id;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
