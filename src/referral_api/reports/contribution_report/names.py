"""The names of figures and units in a report, also of figures that only aggregates know."""

from referral_api.domain.codelists.aggregates import AggregateUnit
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.figures.aggregates.names import KNOWN_FROM_ELSEWHERE
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.speaker import Words

_PILLARS = {
    "prevention": Pillar.PREVENTION, "identification": Pillar.PROTECTION,
    "protection": Pillar.PROTECTION, "referral": Pillar.PROTECTION, "network": Pillar.PROTECTION,
    "justice": Pillar.PROSECUTION, "partnership": Pillar.PARTNERSHIP, "plan": Pillar.PLAN,
}  # fmt: skip
_UNITS: dict[str, tuple[Words, Words]] = {
    "person": (("personne", "person"), ("personnes", "persons")),
    "participant": (("personne", "person"), ("personnes", "persons")),
    "manual": (("manuel", "manual"), ("manuels", "manuals")),
    "proceeding": (("affaire", "proceeding"), ("affaires", "proceedings")),
    "accused": (("personne", "person"), ("personnes", "persons")),
    "conviction": (("condamnation", "conviction"), ("condamnations", "convictions")),
    "case": (("dossier", "case"), ("dossiers", "cases")),
    "decision": (("décision", "decision"), ("décisions", "decisions")),
    "referral": (("référencement", "referral"), ("référencements", "referrals")),
}
_UNIT_NAMES: dict[str, Words] = {unit: (unit.fr.lower(), unit.en.lower()) for unit in AggregateUnit}
_UNIT_NAMES |= {
    "activity": ("activités", "activities"), "as_defined": ("selon l'indicateur", "as defined"),
    "case": ("dossiers", "cases"), "contribution": ("contributions", "contributions"),
    "decision": ("décisions", "decisions"), "hour": ("heures", "hours"),
    "partner": ("partenaires", "partners"), "place": ("places", "places"),
    "referral": ("référencements", "referrals"),
}  # fmt: skip


def name_of(code: str) -> Words:
    """Name a figure."""
    definition = DEFINITIONS.get(code)
    if definition is not None:
        return definition.fr, definition.en
    return KNOWN_FROM_ELSEWHERE.get(code, (code, code))


def pillar_of(code: str) -> Pillar | None:
    """Say in which pillar a figure stands; quality and access are in none."""
    return _PILLARS.get(code.partition(".")[0])


def unit_name(unit: str) -> Words:
    """Name a unit, as a definition does."""
    return _UNIT_NAMES.get(unit, ("unités", "units"))


def units(unit: str, number: int) -> Words:
    """Name so many of a unit."""
    one, several = _UNITS.get(unit, (("unité", "unit"), ("unités", "units")))
    return one if number == 1 else several
