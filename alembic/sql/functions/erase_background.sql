-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger erase_background on consent.

CREATE OR REPLACE FUNCTION public.erase_background()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    UPDATE background b SET sealed = NULL, erased_at = now(), version = version + 1
    WHERE b.case_id = NEW.case_id AND b.sealed IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM consent k WHERE k.case_id = NEW.case_id AND k.status = 'active'
        AND k.legal_ground IS NULL AND 'background_statistics' = ANY (k.purposes)
    );
    RETURN NULL;
END
$function$;

-- May be called by: its owner alone.
