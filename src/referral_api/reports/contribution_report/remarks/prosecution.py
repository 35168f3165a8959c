"""Numbers of the prosecution that cannot all hold, or that count another thing each year."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report.counts import Count, phrase
from referral_api.reports.contribution_report.from_aggregates import Approximation
from referral_api.reports.contribution_report.names import name_of, pillar_of
from referral_api.reports.contribution_report.remarks.finding import Finding, notes_of, quoted
from referral_api.reports.contribution_report.speaker import Speaker, Words

_NO_COMMON_UNIT: Words = (
    (
        "Aucune unité n'est donnée pour toutes les années\u00a0: {years}. Les années ne se "
        "comparent pas."
    ),
    "No unit is given for all years: {years}. The years are not comparable.",
)
_OF_A_YEAR: Words = ("{names} ({year})", "{names} ({year})")
_CONVICTED_BEFORE_TRIAL: Words = (
    (
        "une condamnation suppose un jugement, et les seules affaires de l'année sont à "
        "juger ({proceedings})"
    ),
    "a conviction needs a trial, and the only proceedings of the year await theirs ({proceedings})",
)
_ROUGH: Words = (
    (
        "cette valeur approchée de {year} ne s'accorde pas sûrement avec les nombres exacts "
        "de l'année\u00a0: {exact}"
    ),
    (
        "this approximation of {year} does not surely agree with the exact numbers of the "
        "year: {exact}"
    ),
)
_EXACT: Words = ("{name}\u00a0: {number}", "{name}: {number}")


def find_units(counts: Sequence[Count], speaker: Speaker) -> Iterator[Finding]:
    """Find out that no figure of the prosecution is given in each year that has any."""
    told = [count for count in counts if _is_prosecution(count) and count.total is not None]
    by_year: dict[int, list[str]] = defaultdict(list)
    for count in told:
        if count.code not in by_year[count.year]:
            by_year[count.year].append(count.code)
    common = set.intersection(*map(set, by_year.values())) if by_year else set()
    if len(by_year) > 1 and not common:
        years = [
            speaker.say(
                _OF_A_YEAR, year=year,
                names=", ".join(speaker.say(name_of(code)).lower() for code in codes),
            )
            for year, codes in sorted(by_year.items())
        ]  # fmt: skip
        text = speaker.say(_NO_COMMON_UNIT, years="\u00a0; ".join(years))
        yield Finding(Pillar.PROSECUTION, None, text, notes_of(told))


def find_logic(counts: Sequence[Count], speaker: Speaker) -> Iterator[Finding]:
    """Find convictions of a year whose only proceedings are still to be tried."""
    for count in counts:
        if not (_is_prosecution(count) and count.code == "justice.convicted" and count.number):
            continue
        beside = [
            other for other in counts
            if other.year == count.year and _is_prosecution(other)
        ]  # fmt: skip
        waiting = [other for other in beside if other.code == "justice.proceedings_by_stage"]
        if waiting and not any(other.code == "justice.tried" for other in beside):
            proceedings = ", ".join(
                phrase(speaker.number(other.number or 0), other.definition) for other in waiting
            )
            found = speaker.say(_CONVICTED_BEFORE_TRIAL, proceedings=proceedings)
            words = phrase(speaker.number(count.number), count.definition)
            yield Finding(
                Pillar.PROSECUTION, count.year, quoted(words, found, speaker),
                notes_of([count, *waiting]),
            )  # fmt: skip


def find_rough(
    rough: Sequence[Approximation], counts: Sequence[Count], speaker: Speaker
) -> Iterator[Finding]:
    """Set each approximation beside the exact numbers of people of its pillar and year."""
    for one in rough:
        pillar = pillar_of(one.code)
        exact = [
            count for count in counts
            if count.year == one.year and pillar_of(count.code) is pillar
            and not count.is_counted and count.total is not None and count.unit != "proceeding"
        ]  # fmt: skip
        if pillar is not None and exact:
            numbers = [
                speaker.say(
                    _EXACT, name=speaker.say(name_of(count.code)).lower(),
                    number=speaker.number(count.number or 0),
                )
                for count in exact
            ]  # fmt: skip
            found = speaker.say(_ROUGH, year=one.year, exact="\u00a0; ".join(numbers))
            words = phrase(one.words, one.filter)
            notes = (one.note, *notes_of(exact))
            yield Finding(pillar, one.year, quoted(words, found, speaker), notes)


def _is_prosecution(count: Count) -> bool:
    return pillar_of(count.code) is Pillar.PROSECUTION and not count.is_counted
