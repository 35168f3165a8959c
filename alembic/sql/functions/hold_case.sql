-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.hold_case(target uuid)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
SELECT state FROM "case" WHERE id = target FOR KEY SHARE
$function$;

-- May be called by: referral_app.
