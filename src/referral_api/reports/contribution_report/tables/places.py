"""Table 8: places in shelters at the cut. By public: not available, since none is recorded."""

from referral_api.reports.contribution_report.from_answers import REGISTER, CitedAnswer
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.contribution_report.tables import cells
from referral_api.reports.figures import Figure, Row, Table

_TITLE: Words = (
    "Places d'hébergement à la date de l'arrêté, par public", "Places in shelters at the cut"
)  # fmt: skip
_HEADS: tuple[Words, ...] = (
    ("Public", "For whom"), ("Places", "Places"), ("Occupées", "Occupied"),
    ("Taux d'occupation (%)", "Occupancy (%)"),
)  # fmt: skip
_ALL: Words = ("Ensemble", "Together")
_PUBLICS: tuple[Words, ...] = (
    ("Femmes", "Women"), ("Filles", "Girls"), ("Hommes", "Men"), ("Garçons", "Boys"),
    ("Familles", "Families"),
)  # fmt: skip
_OCCUPIED = "occupied"


def places(told: CitedAnswer | None, speaker: Speaker, source: str) -> Table:
    """Write table 8."""
    nothing = [cells.NOT_AVAILABLE] * 3
    rows = [Row((speaker.say(public), *nothing)) for public in _PUBLICS]
    if told is None:
        rows.append(Row((speaker.say(_ALL), *nothing)))
    else:
        total = int(told.answer.total.value or 0)
        occupied = told.number(place=_OCCUPIED)
        rate = (
            Figure(cells.share(occupied, total), decimals=1, percent=True)
            if total else cells.NOT_APPLICABLE
        )  # fmt: skip
        rows.append(Row((speaker.say(_ALL), Figure(total), Figure(occupied), rate)))
    return Table(
        8, speaker.say(_TITLE), tuple(map(speaker.say, _HEADS)), tuple(rows),
        f"{speaker.say(REGISTER)}. {source[:1].upper()}{source[1:]}",
        notes=(told.note,) if told else (),
    )  # fmt: skip
