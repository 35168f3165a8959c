-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger counted_persons on person_link.

CREATE OR REPLACE FUNCTION public.count_persons()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE known uuid[] := ARRAY[NEW.case_id, NEW.other_case_id]; before integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(61);
    WITH RECURSIVE pair AS (
        SELECT l.case_id a, l.other_case_id b FROM person_link l
        WHERE l.status IN ('confirmed', 'undo_proposed')
    ), reached(start, node) AS (
        SELECT k, k FROM unnest(known) k
        UNION
        SELECT r.start, CASE WHEN p.a = r.node THEN p.b ELSE p.a END
        FROM reached r JOIN pair p ON r.node IN (p.a, p.b)
    ), root AS (
        SELECT r.node, (array_agg(c.id ORDER BY c.registered_at, c.id))[1] id
        FROM reached r JOIN reached o ON o.start = r.start
        JOIN "case" c ON c.id = o.node GROUP BY r.node
    ), changed AS (
        SELECT root.node, root.id FROM root
        LEFT JOIN counted_person h ON h.row_id = root.node AND h.ended IS NULL
        WHERE root.id IS DISTINCT FROM COALESCE(h.root_id, root.node)
    ), ended AS (
        UPDATE counted_person h SET ended = pg_current_xact_id(),
        ended_generation = (SELECT g.number FROM generation g)
        FROM changed c WHERE h.row_id = c.node AND h.ended IS NULL
        AND (h.began, h.generation)
        <> (pg_current_xact_id(), (SELECT g.number FROM generation g))
    )
    INSERT INTO counted_person (row_id, generation, root_id)
    SELECT c.node, (SELECT g.number FROM generation g), c.id FROM changed c
    ON CONFLICT (row_id, began, generation) DO UPDATE SET root_id = EXCLUDED.root_id;
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
