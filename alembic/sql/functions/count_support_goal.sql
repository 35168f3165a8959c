-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on support_goal.
-- Called by the trigger counted_again on support_goal.

CREATE OR REPLACE FUNCTION public.count_support_goal()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_support_goal h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_support_goal (row_id, generation, case_id, plan_id, status, custodian_id, domain, wanted_by_person, responsible_organisation_id, due_on, achieved_on, progress)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.plan_id, NEW.status, NEW.custodian_id, NEW.domain, NEW.wanted_by_person, NEW.responsible_organisation_id, NEW.due_on, NEW.achieved_on, NEW.progress)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, plan_id, status, custodian_id, domain, wanted_by_person, responsible_organisation_id, due_on, achieved_on, progress) = ROW(EXCLUDED.case_id, EXCLUDED.plan_id, EXCLUDED.status, EXCLUDED.custodian_id, EXCLUDED.domain, EXCLUDED.wanted_by_person, EXCLUDED.responsible_organisation_id, EXCLUDED.due_on, EXCLUDED.achieved_on, EXCLUDED.progress);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
