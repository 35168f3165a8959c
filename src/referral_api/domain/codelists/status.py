"""The status of a case: identification, its legal ground, opening and closing."""

from referral_api.domain.codelists.code import Code


class IdentificationStatus(Code):
    """How far the person has been recognised as a victim. Help depends on none of these."""

    REPORTED = "reported", "Personne signalée", "Reported"
    SCREENING = "screening", "En évaluation", "Being screened"
    PRESUMED = "presumed", "Victime présumée", "Presumed victim"
    IDENTIFIED = "identified", "Victime identifiée", "Identified victim"
    NOT_IDENTIFIED = (
        "not_identified",
        "Qualité de victime non retenue",
        "Not recognised as a victim",
    )
    UNDER_REVIEW = "under_review", "En réexamen", "Under review"
    NOT_PRESUMED = "not_presumed", "Présomption non retenue", "Not presumed a victim"
    NO_FOLLOW_UP = "no_follow_up", "Évaluation interrompue", "Screening ended"


class DecisionEvent(Code):
    """The steps of identification."""

    BEGIN_SCREENING = "begin_screening", "Début de l'évaluation", "Screening begins"
    PRESUME = "presume", "Présomption retenue", "Presumed a victim"
    NOT_PRESUME = "not_presume", "Présomption non retenue", "Not presumed a victim"
    CLOSE_WITHOUT_FOLLOW_UP = (
        "close_without_follow_up",
        "Évaluation interrompue",
        "Screening ended",
    )
    IDENTIFY = "identify", "Qualité de victime reconnue", "Recognised as a victim"
    NOT_IDENTIFY = "not_identify", "Qualité de victime non retenue", "Not recognised as a victim"
    RECONSIDER = "reconsider", "Réexamen", "Review"


class DecisionFinding(Code):
    """What a person is who was not found to be a victim of trafficking."""

    SMUGGLED = "smuggled", "Objet de trafic de migrants, sans traite", "Smuggled, not trafficked"


class DecisionGround(Code):
    """The law that a decision on identification rests on."""

    TRAITE_2012_023 = (
        "TRAITE_2012_023",
        "Traite des personnes (loi n° 2012-023)",
        "Trafficking in persons (law 2012-023)",
    )
    PRATIQUES_ASSIMILEES_2012_023 = (
        "PRATIQUES_ASSIMILEES_2012_023",
        "Pratiques assimilées à la traite (loi n° 2012-023)",
        "Practices similar to trafficking (law 2012-023)",
    )
    ESCLAVAGE_CP_2024 = (
        "ESCLAVAGE_CP_2024",
        "Esclavage et pratiques assimilées (loi n° 2024-027, art. 324-11 et s.)",
        "Slavery and similar practices (law 2024-027, art. 324-11 ff.)",
    )
    AUTRE = "AUTRE", "Autre fondement", "Other ground"


class ReviewReason(Code):
    """Why a finding on identification is taken up again."""

    NEW_FACTS = "new_facts", "Faits nouveaux", "New facts"
    AGE_OR_SEX_CORRECTED = (
        "age_or_sex_corrected",
        "Âge ou sexe corrigé au dossier",
        "Age or sex corrected in the file",
    )
    PERSON_ASKS = "person_asks", "À la demande de la personne", "At the person's request"
    COURT_DECISION = "court_decision", "Décision de justice", "Court decision"
    FOUND_IN_ERROR = "found_in_error", "Conclusion erronée", "Finding made in error"
    OTHER = "other", "Autre motif", "Other reason"


class CaseState(Code):
    """Whether an organisation must be responsible for the case."""

    OPEN = "open", "Ouvert", "Open"
    CLOSED = "closed", "Clos", "Closed"


class ClosureReason(Code):
    """Why no organisation needs to be responsible for the case any longer."""

    SUPPORT_COMPLETED = "support_completed", "Accompagnement achevé", "Support completed"
    REINTEGRATED = "reintegrated", "Réintégration accomplie", "Reintegrated"
    RETURNED_ABROAD = "returned_abroad", "Retour dans un autre pays", "Returned to another country"
    EXPULSION = "expulsion", "Expulsion ou refoulement", "Expelled or turned back"
    DETENTION = "detention", "Détention", "Detention"
    TRANSFERRED_OUTSIDE = (
        "transferred_outside",
        "Personne confiée à un dispositif extérieur au mécanisme",
        "Handed to support outside the mechanism",
    )
    PERSON_DECLINED = (
        "person_declined",
        "La personne ne souhaite plus d'accompagnement",
        "The person no longer wants support",
    )
    LOST_CONTACT = "lost_contact", "Contact perdu", "Lost contact"
    NOT_A_VICTIM = (
        "not_a_victim",
        "Traite non retenue, autres besoins référés",
        "Not trafficking, other needs referred",
    )
    DUPLICATE = "duplicate", "Doublon d'un autre dossier", "Duplicate of another case"
    REGISTERED_IN_ERROR = "registered_in_error", "Ouvert par erreur", "Registered in error"
    DECEASED = "deceased", "Personne décédée", "Person deceased"
    OTHER = "other", "Autre motif", "Other reason"
