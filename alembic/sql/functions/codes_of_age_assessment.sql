-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_age_assessment(checked age_assessment)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.doubt <@ '{no_document,documents_differ,declared_differs,authority_contests,person_asks}'::text[])
    AND (checked.explained = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.guardian_present = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.interpreter_present = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.methods <@ '{documents,family_information,community_information,school_or_health_records,social_interview,psychosocial_assessment,consular_information,physical_examination}'::text[])
    AND (checked.person_agreed = ANY ('{yes,no,unknown,not_asked}'::text[]))
    AND (checked.result = ANY ('{child,adult,undetermined}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
