"""Figures of identification. One row is one figure; filters and dimensions: see ``relations``."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_PERSON = ("category", "age", "region", "nationality")
_K = ("is_counted",)  # neither a duplicate nor opened in error
_VICTIMS = ("SDG 16.2.2", "GLOTIP", "IC-TIP", "CTDC", "Eurostat", "9.1")

IDENTIFICATION = (
    Definition(
        "identification.registered", "Personnes enregistrées", "Persons registered",
        Unit.PERSON, "cases", _K, "registered_at", Once.EVER, (*_PERSON, "registrar"),
        standards=("IC-TIP", "HTCDS"),
    ),
    Definition(
        "identification.cases_registered", "Dossiers ouverts", "Cases opened",
        Unit.CASE, "cases", _K, "registered_at", Once.EACH, (*_PERSON, "registrar"),
        standards=("HTCDS",),
    ),
    Definition(
        "identification.presumed", "Victimes présumées", "Presumed victims",
        Unit.PERSON, "decisions", (*_K, "presumes"), "decided_at", Once.EVER, (*_PERSON, "form"),
        standards=("IC-TIP", "Eurostat"),
    ),
    Definition(
        "identification.identified", "Victimes formellement identifiées",
        "Formally identified victims",
        Unit.PERSON, "decisions", (*_K, "identifies", "is_identified"), "decided_at", Once.EVER,
        (*_PERSON, "form", "decider"), standards=_VICTIMS,
    ),
    Definition(
        "identification.detected", "Victimes détectées (présumées ou identifiées)",
        "Detected victims (presumed or identified)",
        Unit.PERSON, "decisions", (*_K, "detects", "is_not_ruled_out"), "decided_at", Once.EVER,
        (*_PERSON, "form"), standards=("SDG 16.2.2", "GLOTIP", "Eurostat"),
    ),
    Definition(
        "identification.not_retained", "Personnes non retenues comme victimes",
        "Persons not found to be victims",
        Unit.PERSON, "decisions", (*_K, "is_not_retained"), "decided_at", Once.EVER_LAST,
        ("category", "region"), standards=("IC-TIP",),
    ),
    Definition(
        "identification.status_at", "Dossiers par statut à la date de l'arrêté",
        "Cases by status at the cut",
        Unit.CASE, "cases", _K, None, Once.EACH, ("status", "category", "region"),
        standards=("9.1",),
    ),
    Definition(
        "identification.forms", "Victimes identifiées, par forme d'exploitation",
        "Identified victims by form of exploitation",
        Unit.PERSON, "decisions", (*_K, "identifies", "is_identified"), "decided_at", Once.EVER,
        ("form", "category"), standards=("SDG 16.2.2", "GLOTIP", "CTDC", "9.1"),
    ),
    Definition(
        "identification.reconsiderations", "Réexamens engagés", "Reconsiderations begun",
        Unit.DECISION, "decisions", (*_K, "reconsiders"), "decided_at", Once.EACH,
        ("region", "decider"), standards=("IC-TIP",),
    ),
    Definition(
        "identification.age_doubt", "Personnes traitées comme mineures faute d'âge établi",
        "Persons treated as children for doubt",
        Unit.PERSON, "cases", (*_K, "is_of_doubtful_age"), "registered_at", Once.EVER,
        ("sex", "region"),
    ),
    Definition(
        "identification.time_to_presumption", "Délai de présomption (médiane)",
        "Median time to the presumption",
        Unit.HOUR, "decisions", (*_K, "presumes"), "decided_at", Once.EVER,
        ("category", "region"), Suppression.BASE, Measure.MEDIAN, "since_registration",
    ),
    Definition(
        "identification.time_to_identification",
        "Délai de la présomption à l'identification (médiane)",
        "Median time from the presumption to the identification",
        Unit.HOUR, "decisions_after_presumption", (*_K, "identifies"), "decided_at", Once.EVER,
        ("category", "region", "decider"), Suppression.BASE, Measure.MEDIAN, "since_presumption",
    ),
)  # fmt: skip
