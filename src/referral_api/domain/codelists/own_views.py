"""The vocabulary of a person's own view: on what, how it was said, and whether she agrees."""

from referral_api.domain.codelists.code import Code


class ViewTopic(Code):
    """The topic of a view."""

    WHERE_TO_LIVE = "where_to_live", "Lieu de vie", "Where to live"
    FAMILY_CONTACT = "family_contact", "Contact avec la famille", "Family contact"
    RETURN = "return", "Retour", "Return"
    SCHOOL_OR_WORK = "school_or_work", "École ou métier", "School or work"
    PROCEEDINGS = "proceedings", "Procédure", "Proceedings"
    SHARING_INFORMATION = (
        "sharing_information",
        "Partage d'informations",
        "Sharing information",
    )
    AGE_ASSESSMENT = "age_assessment", "Évaluation de l'âge", "Age assessment"
    OTHER = "other", "Autre", "Other"


class ViewMeans(Code):
    """How the person said it."""

    SPOKEN = "spoken", "Parole", "Spoken"
    DRAWING_OR_PLAY = "drawing_or_play", "Dessin ou jeu", "Drawing or play"
    WRITTEN = "written", "Écrit", "Written"
    SIGNED = "signed", "Signes", "Signed"
    THROUGH_TRUSTED_ADULT = (
        "through_trusted_adult",
        "Par un adulte de confiance",
        "Through a trusted adult",
    )


class Assent(Code):
    """Whether the person agrees. A refusal never stops protection."""

    GIVEN = "given", "Donné", "Given"
    REFUSED = "refused", "Refusé", "Refused"
    UNDECIDED = "undecided", "Hésitant", "Undecided"
    TOO_YOUNG = "too_young", "Trop jeune", "Too young"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class StoppedAct(Code):
    """What a refusal of the person stops."""

    FAMILY_CONTACT = "family_contact", "Contact avec la famille", "Family contact"
    RETURN = "return", "Retour", "Return"
    IMAGE = "image", "Usage de l'image", "Use of the image"
    JUSTICE = "justice", "Démarches en justice", "Steps before a court"


# What a last view that refuses stops, by its topic.
STOPPED_BY: dict[ViewTopic, StoppedAct] = {
    ViewTopic.FAMILY_CONTACT: StoppedAct.FAMILY_CONTACT,
    ViewTopic.RETURN: StoppedAct.RETURN,
    ViewTopic.SHARING_INFORMATION: StoppedAct.IMAGE,
    ViewTopic.PROCEEDINGS: StoppedAct.JUSTICE,
}
