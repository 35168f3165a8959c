"""The names of figures and units in a report, also of figures that only aggregates know."""

from referral_api.domain.codelists.aggregates import AggregateUnit
from referral_api.domain.codelists.programme import Pillar
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.reports.contribution_report.speaker import Words

# Of the prosecution nothing is counted here yet: its figures come as totals from elsewhere.
_KNOWN_FROM_ELSEWHERE: dict[str, Words] = {
    "justice.accused": ("Personnes inculpées", "Accused persons"),
    "justice.compensation": ("Victimes indemnisées", "Victims compensated"),
    "justice.convicted": ("Personnes condamnées", "Persons convicted"),
    "justice.convictions": ("Condamnations prononcées", "Convictions"),
    "justice.proceedings_by_stage": ("Affaires à juger", "Proceedings awaiting trial"),
    "justice.proceedings_registered": ("Affaires enregistrées", "Proceedings registered"),
    "justice.prosecuted": ("Personnes poursuivies", "Persons prosecuted"),
    "justice.tried": ("Personnes jugées", "Persons tried"),
    "justice.victims_absent": ("Victimes absentes", "Victims absent"),
    "justice.victims_assisted": ("Victimes assistées d'un avocat", "Victims with counsel"),
    "justice.victims_civil_parties": ("Victimes parties civiles", "Victims as civil parties"),
    "justice.victims_heard": ("Victimes entendues", "Victims heard"),
    "justice.victims_informed": ("Victimes informées", "Victims informed"),
    "prevention.manuals": ("Manuels et outils produits", "Manuals and tools produced"),
    "prevention.reached": ("Personnes touchées par la prévention", "Persons reached"),
    "protection.assisted": ("Personnes prises en charge", "Persons assisted"),
    "protection.detected_assisted": (
        "Victimes repérées et assistées", "Detected and assisted victims",
    ),
}  # fmt: skip
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
    return _KNOWN_FROM_ELSEWHERE.get(code, (code, code))


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
