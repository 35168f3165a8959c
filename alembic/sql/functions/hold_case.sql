-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.hold_case(held uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ BEGIN PERFORM 1 FROM "case" WHERE id = held FOR SHARE; END $function$;

-- May be called by: referral_app.
