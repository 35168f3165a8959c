"""Table 13: how complete and how prompt the data are."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import CitedAnswer, Register
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Row, Table

_TITLE: Words = ("Qualité des données", "Quality of the data")
_HEADS: tuple[Words, ...] = (
    ("Rubrique", "Item"), ("Valeurs inconnues (%)", "Unknown (%)"),
    ("Non posées (%)", "Not asked (%)"), ("Saisies tardives (%)", "Entered late (%)"),
)  # fmt: skip
_ITEMS: dict[str, Words] = {
    "category": ("Catégorie (sexe et âge)", "Category (sex and age)"),
    "sex": ("Sexe", "Sex"),
    "age": ("Âge", "Age"),
    "age_band": ("Âge", "Age"),
    "region": ("Région", "Region"),
    "nationality": ("Nationalité", "Nationality"),
    "form": ("Forme d'exploitation", "Form of exploitation"),
    "case": ("Dossiers", "Cases"),
    "decision": ("Décisions", "Decisions"),
    "consent": ("Consentements", "Consents"),
    "referral": ("Référencements", "Referrals"),
    "handoff": ("Passations", "Handoffs"),
    "prevention_activity": ("Activités de prévention", "Prevention activities"),
    "arrival": ("Arrivées", "Arrivals"),
}
_OF_A_YEAR: Words = ("{item}, {year}", "{item}, {year}")
_REGISTERED = (("category",), ("age",), ("region",), ("nationality",))


def quality(
    years: Sequence[Year], register: Register, speaker: Speaker, source: str
) -> Table | None:
    """Write table 13; None if the register speaks for no year of the period."""
    rows = [row for year in years for row in _unknown(year, register, speaker)]
    if not rows:
        return None
    unknown = register.of_period("quality.unknown_rate", "item")
    not_asked = register.of_period("quality.not_asked_rate", "item")
    late = register.of_period("quality.late_entry", "resource")
    found = [told for told in (unknown, not_asked) if told]
    rows += [
        Row(
            (
                _item(item, speaker), _share(unknown, item=item), _share(not_asked, item=item),
                cells.NOT_APPLICABLE,
            ),
            tuple(told.note for told in found),
        )
        for item in dict.fromkeys(code for told in found for code in told.codes("item"))
    ]  # fmt: skip
    if late is not None:
        rows += [
            Row(
                (
                    _item(resource, speaker), cells.NOT_APPLICABLE, cells.NOT_APPLICABLE,
                    _share(late, resource=resource),
                ),
                (late.note,),
            )
            for resource in late.codes("resource")
        ]  # fmt: skip
    return Table(13, speaker.say(_TITLE), tuple(map(speaker.say, _HEADS)), tuple(rows), source)


def _unknown(year: Year, register: Register, speaker: Speaker) -> Iterator[Row]:
    for by in _REGISTERED:
        told = register.told("identification.registered", year, *by)
        for item, share in told.answer.unknown.items() if told else ():
            figure = Figure(Decimal(str(share)), decimals=2, percent=True)
            label = speaker.say(_OF_A_YEAR, item=_item(item, speaker), year=year.number)
            rest = [cells.NOT_AVAILABLE] * 2
            yield Row((label, figure, *rest), (told.note,) if told else ())


def _share(told: CitedAnswer | None, **by: str) -> Figure:
    value = told.value(**by) if told else None
    if value is None:
        return cells.NOT_AVAILABLE
    return Figure(value, decimals=2, percent=True)


def _item(code: str, speaker: Speaker) -> str:
    return speaker.say(_ITEMS.get(code, (code, code)))
