-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_service_given(checked service_given)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))
    AND (checked.answer_of_person = ANY ('{accepted,declined,later,not_available}'::text[]))
    AND (checked.case_region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.outcome = ANY ('{service_provided,partially_provided,referred_onward,person_declined,person_left,no_show,not_eligible_after_assessment}'::text[]))
    AND (checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))
    AND (checked.section = ANY ('{identity,exploitation,protection,health,justice,participation,background}'::text[]))
    AND (checked.service_type = ANY ('{shelter,medical_care,reproductive_health,medical_certificate,mental_health_care,psychosocial_support,one_stop_centre,legal_aid,court_assistance,witness_support,compensation_support,physical_protection,child_care_arrangement,family_tracing,food,non_food_items,cash_assistance,education,vocational_training,livelihood,civil_documents,interpretation,disability_support,transport,mediation,voluntary_return,reintegration,other}'::text[]))
    AND (checked.sex = ANY ('{female,male,unknown}'::text[]))
    AND (checked.status = ANY ('{recorded,entered_in_error}'::text[]));
END
$function$;

-- May be called by: referral_app.
