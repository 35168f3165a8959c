"""The tables and plots of a pillar: those over all years, and those of one year."""

from collections.abc import Callable, Iterator

from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report import plots
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.from_answers import CitedAnswer
from referral_api.reports.contribution_report.material import Material
from referral_api.reports.contribution_report.tables import (
    definitions,
    partnership,
    places,
    plan,
    prevention,
    prosecution,
    quality,
    structures,
    victims,
)
from referral_api.reports.contribution_report.tables.referrals import Referrals, referrals
from referral_api.reports.document import Block


def of_pillar(pillar: Pillar, material: Material) -> Iterator[Block]:
    """Write what speaks of several years; at last what structures gave."""
    counts, speaker, source = material.of(pillar), material.speaker, material.source
    first, *others = _OF_PILLARS[pillar](material)
    yield first
    shares = definitions.shares(counts, source, speaker)
    given = structures.totals(pillar, material.sources.given, source, speaker, material.population)
    yield from _present(shares, *others, given)


def of_year(pillar: Pillar, year: Year, material: Material) -> Iterator[Block]:
    """Write what the register says of one year, where it says anything."""
    if pillar is Pillar.PREVENTION:
        told = _told(material, "prevention.activities", year, "region", "kind", "state")
        if told is not None:
            yield prevention.activities(year, told, material.source, material.speaker)
    if pillar is Pillar.PROTECTION:
        yield from _victims(year, material)
        yield from _referrals(year, material)


def _prevention(material: Material) -> Iterator[Block]:
    counts, people = material.of(Pillar.PREVENTION), material.population
    yield prevention.reached(material.years, counts, material.source, material.speaker, people)


def _protection(material: Material) -> Iterator[Block]:
    counts, register = material.of(Pillar.PROTECTION), material.register
    years, source, speaker = material.years, material.source, material.speaker
    yield definitions.by_definition(
        years, counts, source, speaker, material.population, material.broken
    )
    yield from _present(plots.by_category(counts, speaker, source))
    year = material.last_spoken
    if year is not None:
        forms = register.told("identification.forms", year, "form", "category")
        regions = register.told("identification.identified", year, "region")
        yield from _present(
            forms and plots.by_form(year, forms, speaker, source),
            regions and plots.by_region(year, regions, speaker, source),
        )
    yield places.places(register.at_the_cut("protection.places_at", "place"), speaker, source)
    yield from _present(quality.quality(years, register, speaker, source))


def _prosecution(material: Material) -> Iterator[Block]:
    counts, speaker, source = material.of(Pillar.PROSECUTION), material.speaker, material.source
    yield prosecution.proceedings(material.years, counts, source, speaker)
    yield from _present(plots.to_conviction(counts, speaker, source))
    yield prosecution.participation(material.years, counts, source, speaker)


def _partnership(material: Material) -> Iterator[Block]:
    yield partnership.partners(
        material.sources, material.register, material.speaker, material.source
    )


def _plan(material: Material) -> Iterator[Block]:
    yield plan.plan(
        material.sources, material.years, material.register, material.speaker, material.source
    )


_OF_PILLARS: dict[Pillar, Callable[[Material], Iterator[Block]]] = {
    Pillar.PREVENTION: _prevention,
    Pillar.PROTECTION: _protection,
    Pillar.PROSECUTION: _prosecution,
    Pillar.PARTNERSHIP: _partnership,
    Pillar.PLAN: _plan,
}


def _victims(year: Year, material: Material) -> Iterator[Block]:
    speaker, source, flags = material.speaker, material.source, material.register.flags(year)
    forms = _told(material, "identification.forms", year, "form", "category")
    regions = _told(material, "identification.identified", year, "region")
    services = _told(material, "protection.services", year, "service")
    assisted = _told(material, "protection.assisted", year, "service")
    yield from _present(
        forms and victims.by_form(year, forms, flags, speaker, source, material.population),
        regions and victims.by_region(year, regions, flags, speaker, source),
    )
    if services or assisted:
        yield victims.by_service(year, services, assisted, flags, speaker, source)


def _referrals(year: Year, material: Material) -> Iterator[Block]:
    answers = _told(material, "referral.answers", year, "service", "answer")
    if answers is not None:
        told = Referrals(
            answers,
            *(
                material.register.told(f"referral.{code}", year, "service")
                for code in ("acceptance_rate", "time_to_answer", "time_to_start")
            ),
        )
        flags = material.register.flags(year)
        yield referrals(year, told, flags, material.speaker, material.source)


def _told(material: Material, code: str, year: Year, *by: str) -> CitedAnswer | None:
    """Return an answer that has any cell."""
    told = material.register.told(code, year, *by)
    return told if told and told.answer.cells else None


def _present(*blocks: Block | None) -> Iterator[Block]:
    return (block for block in blocks if block is not None)
