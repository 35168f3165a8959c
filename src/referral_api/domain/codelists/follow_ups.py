"""The vocabulary of a follow-up: when it is due, how the person is, what came of it."""

from referral_api.domain.codelists.code import Code


class FollowUpPoint(Code):
    """When a follow-up is due, counted from the departure or the return."""

    # A departure plans each that has months. This is their only table; docs/generated/clocks.md
    # shows it.

    months: int | None

    def __init__(self, _stored: str, _fr: str, _en: str, months: int | None = None) -> None:
        self.months = months

    MONTH_1 = "month_1", "1 mois", "1 month", 1
    MONTH_3 = "month_3", "3 mois", "3 months", 3
    MONTH_6 = "month_6", "6 mois", "6 months", 6
    MONTH_12 = "month_12", "12 mois", "12 months", 12
    OTHER = "other", "Autre", "Other"


class FollowUpStatus(Code):
    """The status of a follow-up."""

    DUE = "due", "À faire", "Due"
    DONE = "done", "Fait", "Done"
    NOT_WANTED = "not_wanted", "Non souhaité", "Not wanted"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class FollowUpMode(Code):
    """How the person was reached."""

    VISIT = "visit", "Visite", "Visit"
    OFFICE = "office", "Au bureau", "At the office"
    TELEPHONE = "telephone", "Téléphone", "Telephone"
    THROUGH_TRUSTED_PERSON = (
        "through_trusted_person",
        "Par une personne de confiance",
        "Through a trusted person",
    )
    PARTNER_ABROAD = "partner_abroad", "Partenaire dans un autre pays", "Partner abroad"


class FollowUpResult(Code):
    """What came of an attempt to reach the person."""

    REACHED = "reached", "Personne jointe", "Reached"
    NOT_REACHED = "not_reached", "Personne non jointe", "Not reached"
    MOVED = "moved", "Départ ailleurs", "Moved"
    NOT_WANTED = "not_wanted", "Ne souhaite pas", "Not wanted"
    UNSAFE_TO_CONTACT = "unsafe_to_contact", "Contact dangereux", "Unsafe to contact"
    DECEASED = "deceased", "Décès", "Deceased"


class LivingSituation(Code):
    """Where the person lives."""

    OWN_HOME = "own_home", "Dans son logement", "Own home"
    FAMILY = "family", "En famille", "With family"
    HOST = "host", "Chez un tiers", "With a host"
    SHELTER = "shelter", "En centre", "In a shelter"
    FOSTER_CARE = "foster_care", "En famille d'accueil", "In foster care"
    STREET = "street", "À la rue", "On the street"
    WORKPLACE = "workplace", "Sur le lieu de travail", "At the workplace"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class OccupationSituation(Code):
    """What the person does."""

    SCHOOL = "school", "École", "School"
    TRAINING = "training", "Formation", "Training"
    WORK = "work", "Travail choisi", "Work of their choice"
    OWN_ACTIVITY = "own_activity", "Activité propre", "Own activity"
    NONE = "none", "Aucune", "None"
    UNDER_6 = "under_6", "Moins de 6 ans", "Under 6"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class ReintegrationOutcome(Code):
    """How far the person has found a life of their own again."""

    STABLE = "stable", "Stable", "Stable"
    PROGRESSING = "progressing", "En progrès", "Progressing"
    FRAGILE = "fragile", "Fragile", "Fragile"
    IN_DANGER = "in_danger", "En danger", "In danger"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
