"""The replies and the degrees that several resources share."""

from referral_api.domain.codelists.code import Code


class Answer(Code):
    """What is known of a question. A refusal to reply is stored as ``unknown``."""

    YES = "yes", "Oui", "Yes"
    NO = "no", "Non", "No"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class Gravity(Code):
    """How grave a fact is."""

    MINOR = "minor", "Faible", "Minor"
    SERIOUS = "serious", "Grave", "Serious"
    LIFE_THREATENING = "life_threatening", "Vital", "Life-threatening"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class IncomeLevel(Code):
    """The income of the household, in the person's own view, against the minimum wage (SMIG)."""

    NONE = "none", "Aucun revenu", "No income"
    BELOW_MINIMUM = "below_minimum", "Inférieur au SMIG", "Below the minimum wage"
    ABOUT_MINIMUM = "about_minimum", "Proche du SMIG", "About the minimum wage"
    ABOVE_MINIMUM = "above_minimum", "Supérieur au SMIG", "Above the minimum wage"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class RecordStatus(Code):
    """Whether a record that only ever states a fact counts."""

    RECORDED = "recorded", "Enregistré", "Recorded"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"
