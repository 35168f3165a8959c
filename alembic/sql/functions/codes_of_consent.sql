-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_consent(checked consent)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.given_by = ANY ('{self,mother,father,guardian,legal_representative,authority_order}'::text[]))
    AND (checked.legal_ground = ANY ('{vital_interest,child_best_interest,duty_to_report,court_order}'::text[]))
    AND (checked.method = ANY ('{written,oral_with_witness,thumbprint}'::text[]))
    AND (checked.purposes <@ '{care,referral_sharing,justice,anonymous_statistics,research,follow_up_contact,transfer_abroad,background_statistics}'::text[])
    AND (checked.sections <@ '{identity,exploitation,protection,health,justice,participation,background}'::text[])
    AND (checked.status = ANY ('{proposed,provisional,active,withdrawn,expired,superseded,refused,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
