"""Figures of identification. One row is one figure; filters and dimensions: see ``relations``."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_PERSON = ("category", "age", "region", "nationality")
# The resolution's list, one at a time. Ethnic group and descent are no dimension of any figure.
_PROFILE = ("income", "residence", "difficulty", "migration", "displacement")
# Where the person was exploited, as the recorded episodes say.
_WHERE = ("exploitation_region", "exploitation_country")
_K = ("is_counted",)  # neither a duplicate nor opened in error
_VICTIMS = ("SDG 16.2.2", "GLOTIP", "IC-TIP", "CTDC", "Eurostat", "9.1")

IDENTIFICATION = (
    Definition(
        "identification.registered", "Personnes enregistrées", "Persons registered",
        Unit.PERSON, "profiled_cases", _K, "registered_at", Once.EVER,
        (*_PERSON, "registrar", *_PROFILE), standards=("IC-TIP", "HTCDS"), version=3,
    ),
    Definition(
        "identification.cases_registered", "Dossiers ouverts", "Cases opened",
        Unit.CASE, "cases", _K, "registered_at", Once.EACH, (*_PERSON, "registrar"),
        standards=("HTCDS",),
    ),
    Definition(
        "identification.screened", "Personnes évaluées par un dépistage", "Persons screened",
        Unit.PERSON, "screenings", (*_K, "is_recorded"), "screened_on", Once.EVER,
        ("category", "age", "region", "instrument", "advice"), standards=("IC-TIP",), version=2,
    ),
    Definition(
        "identification.presumed", "Victimes présumées", "Presumed victims",
        Unit.PERSON, "profiled_decisions", (*_K, "presumes"), "decided_at", Once.EVER,
        (*_PERSON, "form", *_PROFILE), standards=("IC-TIP", "Eurostat"), version=3,
    ),
    Definition(
        "identification.identified", "Victimes formellement identifiées",
        "Formally identified victims",
        Unit.PERSON, "profiled_decisions", (*_K, "identifies", "is_identified"), "decided_at",
        Once.EVER, (*_PERSON, *_WHERE, "form", "decider", *_PROFILE), standards=_VICTIMS, version=3,
    ),
    Definition(
        "identification.detected", "Victimes détectées (présumées ou identifiées)",
        "Detected victims (presumed or identified)",
        Unit.PERSON, "placed_decisions", (*_K, "detects", "is_not_ruled_out"), "decided_at",
        Once.EVER, (*_PERSON, *_WHERE, "form"), standards=("SDG 16.2.2", "GLOTIP", "Eurostat"),
        version=2,
    ),
    Definition(
        "identification.not_retained", "Personnes non retenues comme victimes",
        "Persons not found to be victims",
        Unit.PERSON, "decisions", (*_K, "is_not_retained"), "decided_at", Once.EVER_LAST,
        ("category", "region"), standards=("IC-TIP",), version=2,
    ),
    # With a file; whoever has none: identification.smuggled_helped.
    Definition(
        "identification.smuggled_assisted",
        "Personnes suivies par dossier et aidées, objet de trafic de migrants, non victimes de"
        " traite",
        "Persons with a file who were helped: smuggled, not trafficked",
        Unit.PERSON, "smuggled_and_assisted", (*_K, "is_not_retained"), "started_at", Once.EVER,
        ("category", "region", "nationality"),
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
        Unit.PERSON, "decisions_and_episodes", (*_K, "identifies", "is_identified"), "decided_at",
        Once.EVER, ("form", "category", *_WHERE),
        standards=("SDG 16.2.2", "GLOTIP", "CTDC", "9.1"), version=3,
    ),
    # Version 1 counted the decisions by which a finding was taken up again.
    Definition(
        "identification.reconsiderations", "Demandes de réexamen", "Reconsiderations asked for",
        Unit.DECISION, "reconsiderations", _K, "asked_at", Once.EACH,
        ("status", "state", "region", "decider"), standards=("IC-TIP",), version=2,
    ),
    Definition(
        "identification.recovery_periods", "Délais de rétablissement accordés",
        "Recovery periods granted",
        Unit.DECISION, "measures", (*_K, "is_recovery", "is_measure_decided"), "decided_at",
        Once.EACH, ("state", "category", "region", "nationality"), standards=("IC-TIP",),
    ),
    Definition(
        "identification.age_doubt", "Personnes traitées comme mineures faute d'âge établi",
        "Persons treated as children for doubt",
        Unit.PERSON, "cases", (*_K, "is_of_doubtful_age"), "registered_at", Once.EVER,
        ("sex", "region"), version=2,
    ),
    Definition(
        "identification.time_to_presumption", "Délai de présomption (médiane)",
        "Median time to the presumption",
        Unit.HOUR, "decisions", (*_K, "presumes"), "decided_at", Once.EVER,
        ("category", "region"), Suppression.BASE, Measure.MEDIAN, "since_registration", version=2,
    ),
    Definition(
        "identification.time_to_identification",
        "Délai de la présomption à l'identification (médiane)",
        "Median time from the presumption to the identification",
        Unit.HOUR, "decisions_after_presumption", (*_K, "identifies"), "decided_at", Once.EVER,
        ("category", "region", "decider"), Suppression.BASE, Measure.MEDIAN, "since_presumption",
        version=2,
    ),
    Definition(
        "identification.time_to_reconsideration", "Délai de réexamen (médiane)",
        "Median time to the reconsideration",
        Unit.HOUR, "reconsiderations", (*_K, "is_reconsidered"), "reconsidered_at", Once.EACH,
        ("category", "region", "decider"), Suppression.BASE, Measure.MEDIAN, "until_reconsidered",
    ),
    Definition(
        "identification.linked_files", "Dossiers rapprochés d'une même personne",
        "Files linked as one person",
        Unit.LINK, "links", ("is_linked",), "confirmed_at", Once.EACH, ("decider",),
        Suppression.INSIDE, standards=("9.10",),
    ),
    Definition(
        "identification.unlinked_files", "Rapprochements de dossiers défaits",
        "Links of files that were undone",
        Unit.LINK, "links", ("is_unlinked",), "undone_at", Once.EACH, ("decider",),
        Suppression.INSIDE, standards=("9.10",),
    ),
)  # fmt: skip
