"""The vocabulary of alerts to the coordination, and of accusations against a person."""

from referral_api.domain.codelists.code import Code


class AlertKind(Code):
    """A fact of which the coordination is told without having asked."""

    POLICE_STILL_ANSWERS = (
        "police_still_answers",
        "Une unité de la chaîne pénale est encore responsable de la protection de la personne",
        "A unit of the justice chain is still responsible for the person's protection",
    )
    ACCUSER_ANSWERS = (
        "accuser_answers",
        "L'organisation qui met la personne en cause est responsable de sa protection",
        "The organisation that accuses the person is responsible for their protection",
    )
    SECOND_PERSON_MISSING = (
        "second_person_missing",
        "Aide ouverte d'urgence, sans seconde personne dans le délai",
        "Help opened in an emergency, and no second person in time",
    )
    CALL_UNCONFIRMED = (
        "call_unconfirmed",
        "Appel non confirmé par l'organisation dans le délai",
        "A call that the organisation did not confirm in time",
    )


class AlertStatus(Code):
    """The status of an alert. The last one ends it."""

    RAISED = "raised", "Lancée", "Raised"
    TAKEN_UP = "taken_up", "Prise en charge", "Taken up"
    SETTLED = "settled", "Réglée", "Settled"


class AccusationStatus(Code):
    """The status of an accusation against the person of a case."""

    STANDING = "standing", "En cours", "Standing"
    LIFTED = "lifted", "Levée", "Lifted"
