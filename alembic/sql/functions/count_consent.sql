-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on consent.
-- Called by the trigger counted_again on consent.

CREATE OR REPLACE FUNCTION public.count_consent()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_consent h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_consent (row_id, generation, case_id, status, given_by, method, purposes, legal_ground, organisation_id, is_confirmed, confirm_by, stated_at, active_since, refused_at, ended_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.given_by, NEW.method, NEW.purposes, NEW.legal_ground, NEW.organisation_id, (NEW.second_agent_id IS NOT NULL), NEW.confirm_by, NEW.recorded_at, NEW.active_since, NEW.refused_at, NEW.ended_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, given_by, method, purposes, legal_ground, organisation_id, is_confirmed, confirm_by, stated_at, active_since, refused_at, ended_at) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.given_by, EXCLUDED.method, EXCLUDED.purposes, EXCLUDED.legal_ground, EXCLUDED.organisation_id, EXCLUDED.is_confirmed, EXCLUDED.confirm_by, EXCLUDED.stated_at, EXCLUDED.active_since, EXCLUDED.refused_at, EXCLUDED.ended_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
