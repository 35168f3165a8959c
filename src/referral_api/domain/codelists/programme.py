"""The vocabulary of the programme: what is counted, for whom, and what structures contribute."""

from referral_api.domain.codelists.code import Code


class Pillar(Code):
    """A part of the national response, as the committee's report divides it."""

    PREVENTION = "prevention", "Prévention", "Prevention"
    PROTECTION = "protection", "Protection", "Protection"
    PROSECUTION = "prosecution", "Poursuite", "Prosecution"
    PARTNERSHIP = "partnership", "Partenariat", "Partnership"
    PLAN = "plan", "Plan d'action national", "National action plan"


class Population(Code):
    """Whom a count is about. The last two are for sources that divide no further."""

    WOMEN = "women", "Femmes", "Women"
    GIRLS = "girls", "Filles", "Girls"
    MEN = "men", "Hommes", "Men"
    BOYS = "boys", "Garçons", "Boys"
    NOT_DETERMINED = "not_determined", "Non déterminé", "Not determined"
    WOMEN_AND_GIRLS = "women_and_girls", "Femmes et filles", "Women and girls"
    UNDIVIDED = "undivided", "Non ventilé", "Undivided"


class CountUnit(Code):
    """What a structure counted."""

    PERSONS_REACHED = "persons_reached", "Personnes touchées", "Persons reached"
    PERSONS_TRAINED = "persons_trained", "Personnes formées", "Persons trained"
    PERSONS_ASSISTED = "persons_assisted", "Personnes prises en charge", "Persons assisted"
    VICTIMS_DETECTED = "victims_detected", "Victimes repérées", "Victims detected"
    PERSONS_PROSECUTED = "persons_prosecuted", "Personnes poursuivies", "Persons prosecuted"
    PERSONS_CONVICTED = "persons_convicted", "Personnes condamnées", "Persons convicted"
    BENEFICIARIES = (
        "beneficiaries",
        "Bénéficiaires d'un appui de partenaire",
        "Beneficiaries of a partner's support",
    )
    OTHER = "other", "Autre unité", "Another unit"


class ContributionRequestStatus(Code):
    """The status of a request for contributions. The last two end it."""

    DRAFT = "draft", "En préparation", "In preparation"
    OPEN = "open", "Appel lancé", "Call open"
    FROZEN = "frozen", "Arrêtée", "Frozen"
    ANSWERED = "answered", "Répondue", "Answered"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"


class ContributionRequestWithdrawReason(Code):
    """Why a request for contributions is withdrawn."""

    WITHDRAWN_BY_SENDER = (
        "withdrawn_by_sender",
        "Retirée par l'auteur de la saisine",
        "Withdrawn by who sent it",
    )
    REPLACED = "replaced", "Remplacée par une autre saisine", "Replaced by another request"
    RECORDED_IN_ERROR = "recorded_in_error", "Enregistrée par erreur", "Recorded in error"
    OTHER = "other", "Autre motif", "Other reason"


class AnswerState(Code):
    """Where an organisation that was called stands."""

    WAITING = "waiting", "Attendue", "Awaited"
    ANSWERED = "answered", "Reçue dans le délai", "Received in time"
    LATE = "late", "Reçue après l'échéance", "Received late"
    SILENT = "silent", "Sans réponse", "No answer"


class ContributionStatus(Code):
    """The status of a contribution. The last one ends it."""

    CURRENT = "current", "En vigueur", "Current"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"


class ContributionWithdrawReason(Code):
    """Why a contribution is withdrawn."""

    WRONG_PERIOD = "wrong_period", "Période erronée", "Wrong period"
    COUNTED_TWICE = "counted_twice", "Comptée deux fois", "Counted twice"
    RECORDED_IN_ERROR = "recorded_in_error", "Enregistrée par erreur", "Recorded in error"
    OTHER = "other", "Autre motif", "Other reason"


class ContributionChannel(Code):
    """How a version of a contribution came in."""

    API = "api", "Saisie dans le service", "Entered into the service"
    SHEET = "sheet", "Formulaire XLSX", "XLSX form"
    TELEPHONE = "telephone", "Par téléphone", "By telephone"


class Informant(Code):
    """The function of who gave numbers by telephone. Never a name."""

    HEAD = "head", "Responsable de la structure", "Head of the structure"
    DEPUTY = "deputy", "Adjointe ou adjoint", "Deputy"
    STATISTICS_OFFICER = (
        "statistics_officer",
        "Chargée ou chargé des statistiques",
        "Statistics officer",
    )
    FOCAL_POINT = "focal_point", "Point focal", "Focal point"
    SECRETARIAT = "secretariat", "Secrétariat", "Secretariat"
    FIELD_WORKER = "field_worker", "Agente ou agent de terrain", "Field worker"
    OTHER = "other", "Autre fonction", "Another function"
