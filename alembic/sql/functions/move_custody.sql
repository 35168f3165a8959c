-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger move_custody on custody.

CREATE OR REPLACE FUNCTION public.move_custody()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE previous custody;
        BEGIN
            IF NEW.seq > 1 THEN
                SELECT * INTO previous FROM custody
                WHERE case_id = NEW.case_id AND kind = NEW.kind AND seq = NEW.seq - 1;
            END IF;
            IF NEW.seq < 1 OR (NEW.seq > 1 AND previous.id IS NULL)
                OR NEW.since < previous.since THEN
                RAISE EXCEPTION 'the chain of custody has a gap' USING ERRCODE = 'NR003';
            END IF;
            -- The consent is held: who withdraws it waits, or was first.
            PERFORM 1 FROM consent k JOIN handoff h ON h.consent_id = k.id
            WHERE h.id = NEW.handoff_id FOR SHARE OF k;
            IF NOT EXISTS (
                SELECT 1 FROM handoff h JOIN "case" c ON c.id = h.case_id
                LEFT JOIN consent k ON k.id = h.consent_id
                WHERE h.id = NEW.handoff_id AND h.case_id = NEW.case_id
                AND h.kind = NEW.kind AND h.to_id = NEW.organisation_id
                AND h.status = 'completed' AND h.custody_seq = NEW.seq - 1
                AND h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)
                AND (h.arrived_at IS NOT NULL OR NOT h.physical)
                AND (h.physical OR NOT accuser_would_answer(NEW.case_id, NEW.organisation_id, NEW.kind))
                AND CASE
                    WHEN h.forced THEN h.accepted_by_agent_id IS NOT NULL
                    WHEN h.legal_duty IS NOT NULL
                        THEN h.kind = 'investigation' AND NEW.seq > 1
                    -- She has arrived: a fact, whatever became of the consent on the way.
                    WHEN h.physical THEN h.accepted_at IS NOT NULL
                    ELSE k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now()) AND k.case_id = h.case_id
                        AND h.to_id = ANY (k.recipients) AND h.shared_sections <@ k.sections
                END
            ) THEN
                RAISE EXCEPTION 'custody moves by a completed handoff only'
                    USING ERRCODE = 'NR003';
            END IF;
            IF NEW.kind = 'protection' THEN
                UPDATE "case" SET protection_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            ELSE
                UPDATE "case" SET investigation_custodian_id = NEW.organisation_id
                WHERE id = NEW.case_id AND state = 'open';
            END IF;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'nobody takes over a closed case' USING ERRCODE = 'NR003';
            END IF;
            IF NEW.seq > 1 THEN
                UPDATE access_grant SET ended_at = now()
                WHERE basis = 'custody' AND basis_id = previous.id AND ended_at IS NULL;
            END IF;
            RETURN NULL;
        END
    $function$;

-- May be called by: its owner alone.
