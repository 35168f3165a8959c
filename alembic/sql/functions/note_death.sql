-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger note_death on follow_up.
-- Called by the trigger note_death on handoff.
-- Called by the trigger note_death on referral.
-- Called by the trigger note_death on stay.

CREATE OR REPLACE FUNCTION public.note_death()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE "case" SET death_reported_at = now(), death_refuted_at = NULL,
    updated_at = now(), version = version + 1
    WHERE id = NEW.case_id
    AND (death_reported_at IS NULL OR death_refuted_at IS NOT NULL);
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
