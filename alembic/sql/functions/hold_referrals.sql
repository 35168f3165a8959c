-- Written by `make sql` from a migrated database; do not edit.
-- Called by the trigger hold_referrals on custody.

CREATE OR REPLACE FUNCTION public.hold_referrals()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
BEGIN
    PERFORM 1 FROM referral WHERE case_id = NEW.case_id ORDER BY id DESC FOR UPDATE;
    RETURN NEW;
END
$function$;

-- May be called by: its owner alone.
