-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_follow_up(checked follow_up)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.income = ANY ('{none,below_minimum,about_minimum,above_minimum,unknown,not_asked}'::text[]))
    AND (checked.living = ANY ('{own_home,family,host,shelter,foster_care,street,workplace,unknown}'::text[]))
    AND (checked.mode = ANY ('{visit,office,telephone,through_trusted_person,partner_abroad}'::text[]))
    AND (checked.needs_help = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.new_exploitation = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.outcome = ANY ('{stable,progressing,fragile,in_danger,unknown}'::text[]))
    AND (checked.point = ANY ('{month_1,month_3,month_6,month_12,other}'::text[]))
    AND (checked.result = ANY ('{reached,not_reached,moved,not_wanted,unsafe_to_contact,deceased}'::text[]))
    AND (checked.safe = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.safe_channel_used = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.school_or_work = ANY ('{school,training,work,own_activity,none,under_6,unknown}'::text[]))
    AND (checked.status = ANY ('{due,done,not_wanted,entered_in_error}'::text[]))
    AND (checked.stigma = ANY ('{yes,no,unknown,not_asked}'::text[]));
END
$function$;

-- May be called by: referral_app.
