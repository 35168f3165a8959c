-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger imaged on aggregate.
-- Called by the trigger imaged on contribution.
-- Called by the trigger imaged on contribution_call.
-- Called by the trigger imaged on contribution_request.
-- Called by the trigger imaged on legal_text.
-- Called by the trigger imaged on organisation.
-- Called by the trigger imaged on partner.
-- Called by the trigger imaged on partner_agreement.
-- Called by the trigger imaged on partner_contribution.
-- Called by the trigger imaged on place.
-- Called by the trigger imaged on plan_indicator.
-- Called by the trigger imaged on plan_objective.
-- Called by the trigger imaged on plan_value.
-- Called by the trigger imaged on prevention_activity.
-- Called by the trigger imaged on programme_document.
-- Called by the trigger imaged on report_text.
-- Called by the trigger imaged on road_state.
-- Called by the trigger imaged on service.
-- Called by the trigger imaged on staff_count.
-- Called by the trigger imaged on unmet_need.

CREATE OR REPLACE FUNCTION public.keep_entry_image()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
DECLARE
told jsonb := to_jsonb(NEW);
key uuid := COALESCE(told ->> 'id', md5(concat(told ->> 'contribution_request_id', told ->> 'organisation_id')))::uuid;
owner uuid := COALESCE(told ->> 'organisation_id', told ->> 'id')::uuid;
BEGIN
    told := told - '{recorded_key,recorded_by_agent_id,recorded_by_client_id}'::text[];
    IF TG_NARGS > 0 THEN
        told := (SELECT jsonb_object_agg(name, told -> name) FROM unnest(TG_ARGV) name);
    END IF;
    PERFORM 1 FROM entry_image h
    WHERE h.kind = TG_TABLE_NAME AND h.row_id = key AND h.ended IS NULL AND h.image = told;
    IF FOUND THEN
        RETURN NULL;
    END IF;
    UPDATE entry_image h
    SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
    WHERE h.kind = TG_TABLE_NAME AND h.row_id = key AND h.ended IS NULL
    AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    INSERT INTO entry_image (kind, row_id, generation, organisation_id, image)
    VALUES (TG_TABLE_NAME, key, (SELECT g.number FROM generation g), owner, told)
    ON CONFLICT (kind, row_id, began, generation)
    DO UPDATE SET (organisation_id, image) = ROW(EXCLUDED.organisation_id, EXCLUDED.image);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
