-- Written by `make sql` from a migrated database; do not edit.

CREATE OR REPLACE FUNCTION public.codes_of_decision(checked decision)
 RETURNS boolean
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN (checked.acts <@ '{RECRUITMENT,TRANSPORTATION,TRANSFER,HARBOURING,RECEIPT}'::text[])
    AND (checked.finding = ANY ('{smuggled}'::text[]))
    AND (checked.forms <@ '{EXPLOITATION_SEXUELLE_PROSTITUTION,EXPLOITATION_SEXUELLE_AUTRE,TRAVAIL_FORCE_ORPAILLAGE,TRAVAIL_FORCE_AGRICULTURE,TRAVAIL_FORCE_AUTRE,SERVITUDE_DOMESTIQUE,TRAVAIL_ENFANTS_EXPLOITATION,MENDICITE_FORCEE,MENDICITE_FORCEE_TALIBE,ESCLAVAGE_ASCENDANCE,ESCLAVAGE_AUTRE,SERVAGE,SERVITUDE_DETTES,PLACEMENT,MARIAGE_FORCE,ENFANT_SOLDAT,CRIMINALITE_FORCEE,PRELEVEMENT_ORGANES,ADOPTION_VENTE_ENFANT,GPA_FORCEE,AUTRE,INCONNU}'::text[])
    AND (checked.from_status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]))
    AND (checked.ground = ANY ('{TRAITE_2012_023,PRATIQUES_ASSIMILEES_2012_023,ESCLAVAGE_CP_2024,AUTRE}'::text[]))
    AND (checked.indicators <@ '{ABUSE_OF_VULNERABILITY,DECEPTION,RESTRICTION_OF_MOVEMENT,ISOLATION,PHYSICAL_SEXUAL_VIOLENCE,INTIMIDATION_THREATS,RETENTION_OF_IDENTITY_DOCS,WITHHOLDING_OF_WAGES,DEBT_BONDAGE,ABUSIVE_CONDITIONS,EXCESSIVE_OVERTIME}'::text[])
    AND (checked.means <@ '{THREAT_OR_FORCE,OTHER_COERCION,ABDUCTION,FRAUD,DECEPTION,ABUSE_OF_POWER,ABUSE_OF_VULNERABILITY,PAYMENT_OR_BENEFIT,NOT_REQUIRED_CHILD}'::text[])
    AND (checked.review_reason = ANY ('{new_facts,age_or_sex_corrected,person_asks,court_decision,found_in_error,other}'::text[]))
    AND (checked.to_status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]));
END
$function$;

-- May be called by: referral_app.
