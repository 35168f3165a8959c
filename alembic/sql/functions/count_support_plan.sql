-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted on support_plan.
-- Called by the trigger counted_again on support_plan.

CREATE OR REPLACE FUNCTION public.count_support_plan()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_support_plan h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.id AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_support_plan (row_id, generation, case_id, status, custodian_id, agreed_by_person, review_by, planned_end_on, ended_on, end_reason, activated_at)
    VALUES (NEW.id, (SELECT g.number FROM generation g), NEW.case_id, NEW.status, NEW.custodian_id, NEW.agreed_by_person, NEW.review_by, NEW.planned_end_on, NEW.ended_on, NEW.end_reason, NEW.activated_at)
    ON CONFLICT (row_id, began, generation) DO UPDATE SET (case_id, status, custodian_id, agreed_by_person, review_by, planned_end_on, ended_on, end_reason, activated_at) = ROW(EXCLUDED.case_id, EXCLUDED.status, EXCLUDED.custodian_id, EXCLUDED.agreed_by_person, EXCLUDED.review_by, EXCLUDED.planned_end_on, EXCLUDED.ended_on, EXCLUDED.end_reason, EXCLUDED.activated_at);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
