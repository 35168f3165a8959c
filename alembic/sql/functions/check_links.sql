-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger check_links on custody.

CREATE OR REPLACE FUNCTION public.check_links()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    -- One question settles all but what is to be refused.
    IF NOT EXISTS (
        SELECT 1 FROM added n
        WHERE (EXISTS (
                SELECT 1 FROM audit_event e WHERE e.xid = pg_current_xact_id() AND e.recorded_at = now()
                AND (e.case_id = n.case_id OR n.case_id = ANY (e.case_ids))
                AND e.outcome = 'allowed' AND e.organisation_id = COALESCE(
                    NULLIF(current_setting('app.organisation_id', true), '')::uuid, e.organisation_id
                )
            )) IS NOT TRUE
        OR (n.handoff_id IS NULL AND (n.seq = 1 AND EXISTS (
                    SELECT 1 FROM "case" WHERE id = n.case_id AND state = 'open'
                    AND registered_by_organisation_id = n.organisation_id AND registered_at = now()
                    AND n.organisation_id = CASE n.kind WHEN 'protection'
                    THEN protection_custodian_id ELSE investigation_custodian_id END
                ) AND NOT EXISTS (
                    -- Moves of the same statement have written their custodians into the case already.
                    SELECT 1 FROM added m WHERE m.case_id = n.case_id AND m.handoff_id IS NOT NULL
                )) IS NOT TRUE)
    ) THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT 1 FROM added n WHERE n.handoff_id IS NULL AND (n.seq = 1 AND EXISTS (
                SELECT 1 FROM "case" WHERE id = n.case_id AND state = 'open'
                AND registered_by_organisation_id = n.organisation_id AND registered_at = now()
                AND n.organisation_id = CASE n.kind WHEN 'protection'
                THEN protection_custodian_id ELSE investigation_custodian_id END
            ) AND NOT EXISTS (
                -- Moves of the same statement have written their custodians into the case already.
                SELECT 1 FROM added m WHERE m.case_id = n.case_id AND m.handoff_id IS NOT NULL
            )) IS NOT TRUE
    ) THEN
        RAISE EXCEPTION 'custody begins with the registration and moves by a handoff only'
        USING ERRCODE = 'NR003';
    END IF;
    RAISE EXCEPTION 'a change to a case was not recorded' USING ERRCODE = 'NR001';
END
$function$;

-- May be called by: its owner alone.
