-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.is_client_of(named uuid, organisation uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    RETURN EXISTS (SELECT 1 FROM client c WHERE c.id = named AND c.organisation_id = organisation);
END
$function$;

-- May be called by: referral_app.
