-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.is_known_act(named text)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN EXISTS (SELECT 1 FROM audit_vocabulary v WHERE v.action = named);
END
$function$;

-- May be called by: referral_app.
