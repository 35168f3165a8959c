-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_guardian(checked guardian)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.appointed_by = ANY ('{children_judge,prosecutor,child_protection_service,consulate,foreign_authority,other}'::text[]))
    AND (checked.chosen_by_child = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.family_check = ANY ('{not_done,no_concern,concern,involved}'::text[]))
    AND (checked.kind = ANY ('{parent,relative,appointed_guardian,ad_hoc_administrator,institution,trusted_adult,none_yet}'::text[]))
    AND (checked.relation = ANY ('{mother,father,sibling,grandparent,aunt_or_uncle,spouse,child,other_relative,guardian}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
