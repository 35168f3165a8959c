"""Writing the report from what was read and counted."""

from dataclasses import replace

from referral_api.reports import exchange
from referral_api.reports.contribution_report.annexes import annexes
from referral_api.reports.contribution_report.asked import Asked
from referral_api.reports.contribution_report.from_aggregates import approximations_of, counts_of
from referral_api.reports.contribution_report.from_answers import Register
from referral_api.reports.contribution_report.front import front, recall
from referral_api.reports.contribution_report.letterhead import Letterhead
from referral_api.reports.contribution_report.material import Material
from referral_api.reports.contribution_report.notes import Notes
from referral_api.reports.contribution_report.pillars import pillars
from referral_api.reports.contribution_report.reading import Sources
from referral_api.reports.contribution_report.remarks.breaks import registered
from referral_api.reports.contribution_report.remarks.rules import find_all
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Document, Section

_TITLE: Words = ("Contributions sur\u00a0: {title}", "Contributions on: {title}")
_TITLE_OF_PERIOD: Words = (
    "Contributions du Mali à la lutte contre la traite des personnes, {first}–{last}",
    "Contributions of Mali to the fight against trafficking in persons, {first}–{last}",
)
_STUDY: Words = ("ÉTUDE", "STUDY")
_COUNTRY: Words = ("RÉPUBLIQUE DU MALI", "REPUBLIC OF MALI")
_SECRETARIAT: Words = ("SECRÉTARIAT GÉNÉRAL", "GENERAL SECRETARIAT")
_IV: Words = ("IV. CONTRIBUTIONS", "IV. CONTRIBUTIONS")
_SOURCE: Words = (
    "voir les notes\u00a0; arrêté des données du {day}",
    "see the notes; data as of {day}",
)


def write(sources: Sources, asked: Asked, letterhead: Letterhead) -> Document:
    """Write the document. It bears the day of its cut."""
    speaker = Speaker(asked.language)
    notes = Notes(speaker)
    day = sources.cut.taken_at.date()
    register = Register(sources.answers, notes, sources.period, day)
    years = tuple(sources.period.years())
    counts = counts_of(sources.aggregates, notes)
    for year in years:
        counts += register.counts(year, speaker)
    counts.sort(key=lambda count: (count.year, count.is_counted, count.code))
    rough = approximations_of(sources.aggregates, notes)
    findings = (*find_all(counts, rough, speaker), *registered(sources.breaks, speaker))
    material = Material(
        sources, years, counts, register, findings, asked.population,
        speaker.say(_SOURCE, day=speaker.day(day)), speaker,
    )  # fmt: skip
    document = Document(
        header=(
            speaker.say(_COUNTRY), letterhead.ministry, speaker.say(_SECRETARIAT),
            letterhead.committee,
        ),
        reference=sources.letter.reference if sources.letter else f"{sources.cut.id}",
        date=day,
        title=_title(sources, speaker),
        subtitle=speaker.say(_STUDY),
        language=asked.language,
        sections=(
            *front(sources.letter, sources.period, speaker),
            Section(
                speaker.say(_IV), (), (recall(sources.letter, speaker), *pillars(material))
            ),
        ),
        annexes=annexes(
            sources,
            [
                year.number for year in years
                if not register.speaks("identification.registered", year)
            ],
            material.source, speaker,
        ),
        signature=(letterhead.signature,),
    )  # fmt: skip
    return replace(document, footnotes=notes.cited(exchange.citations(document)))


def _title(sources: Sources, speaker: Speaker) -> str:
    if sources.letter is not None:
        return speaker.say(_TITLE, title=sources.letter.title)
    first, *_ = years = [year.number for year in sources.period.years()]
    return speaker.say(_TITLE_OF_PERIOD, first=first, last=years[-1])
