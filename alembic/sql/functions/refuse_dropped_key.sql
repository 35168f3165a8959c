-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger wrapping_key on case_import.
-- Called by the trigger wrapping_key on location_key.
-- Called by the trigger wrapping_key on person_key.
-- Called by the trigger wrapping_key on tip_source.
-- Called by the trigger wrapping_key on vault_key.

CREATE OR REPLACE FUNCTION public.refuse_dropped_key()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF EXISTS (SELECT 1 FROM dropped_wrapping_key d WHERE d.id = NEW.wrapping_key_id) THEN
        RAISE EXCEPTION 'this wrapping key was dropped: a server has an old vault.json'
        USING ERRCODE = 'NR005';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
