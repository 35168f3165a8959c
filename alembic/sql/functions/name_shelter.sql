-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger begin_unnamed on referral.
-- Called by the trigger name_shelter on referral.

CREATE OR REPLACE FUNCTION public.name_shelter()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    IF current_setting('app.sight', true) IS DISTINCT FROM 'flow' OR NEW.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'only the coordination names the shelter that it has found'
        USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
