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
    OVERFLOW = (
        "overflow",
        "Une personne accueillie au-delà des places",
        "A person taken in beyond the places",
    )
    ABSENT_FROM_STAY = (
        "absent_from_stay",
        "Absence non prévue du lieu d'accueil",
        "Unplanned absence from the place of stay",
    )
    COMPLAINT_ABOUT_STAFF = (
        "complaint_about_staff",
        "Plainte sur le personnel d'un lieu d'accueil",
        "Complaint about the staff of a place of stay",
    )
    NOT_WELL_ON_THE_ROAD = (
        "not_well_on_the_road",
        "Difficulté signalée en route",
        "Trouble reported on the road",
    )
    NEW_EXPLOITATION = (
        "new_exploitation",
        "Nouvelle exploitation apprise au suivi",
        "New exploitation learned of at a follow-up",
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
