"""What must be known of the register's own numbers of a year: what is unknown, or doubtful."""

from collections.abc import Iterator
from decimal import Decimal

from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import Register
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Remark
from referral_api.reports.figures import Figure

_UNKNOWN: Words = (
    "Parmi les personnes enregistrées en {year}, valeurs inconnues\u00a0: {shares}.",
    "Of the persons registered in {year}, unknown values: {shares}.",
)
_DOUBTFUL: Words = (
    (
        "{number} des personnes enregistrées en {year} sont comptées comme mineures faute "
        "d'âge établi."
    ),
    "{number} of the persons registered in {year} count as children because their age is in doubt.",
)
_ITEMS: dict[str, Words] = {
    "category": ("catégorie {share}", "category {share}"),
    "age": ("âge {share}", "age {share}"),
    "region": ("région {share}", "region {share}"),
    "nationality": ("nationalité {share}", "nationality {share}"),
}


def of_register(year: Year, register: Register, speaker: Speaker) -> Iterator[Remark]:
    """Say the shares of unknown values of a year, and who counts as a child for doubt."""
    shares, notes = [], []
    for item, words in _ITEMS.items():
        told = register.told("identification.registered", year, item)
        if told is not None:
            share = Decimal(str(told.answer.unknown.get(item, 0)))
            figure = Figure(share, decimals=2, percent=True)
            shares.append(speaker.say(words, share=speaker.figure(figure)))
            notes.append(told.note)
    if shares:
        text = speaker.say(_UNKNOWN, year=year.number, shares=", ".join(shares))
        yield Remark(text, tuple(notes))
    doubt = register.told("identification.age_doubt", year)
    if doubt is not None and doubt.answer.total.base:
        number = speaker.number(doubt.answer.total.base)
        yield Remark(speaker.say(_DOUBTFUL, number=number, year=year.number), (doubt.note,))
