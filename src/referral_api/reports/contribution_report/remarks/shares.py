"""Shares that do not follow from the numbers beside them, or have none beside them."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.codelists.programme import Pillar, Population
from referral_api.reports.contribution_report.counts import Count, phrase, rounded
from referral_api.reports.contribution_report.names import pillar_of
from referral_api.reports.contribution_report.remarks.finding import Finding, notes_of, quoted
from referral_api.reports.contribution_report.sentences import people
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.figures import Figure

_OF_ANOTHER_YEAR: Words = (
    "les nombres de {year} donnent {computed}, et cette part est celle des nombres de {other}",
    "the numbers of {year} give {computed}, and this share is that of the numbers of {other}",
)
_DIFFERENT: Words = (
    "les nombres de {year} donnent {computed}", "the numbers of {year} give {computed}"
)  # fmt: skip
_NO_BASE: Words = (
    "aucune base n'est donnée pour cette part ({population}, {year})",
    "no base is given for this share ({population}, {year})",
)
_NOT_NONE: Words = (
    (
        "aucune base n'est donnée pour cette part ({population}, {year}), et le nombre est "
        "de {number}, non de 0"
    ),
    "no base is given for this share ({population}, {year}), and the number is {number}, not 0",
)
_REST: Words = (
    (
        "cette part est celle de toutes les personnes qui ne sont ni femmes ni filles "
        "({number})\u00a0: garçons et sexe non déterminé y sont compris"
    ),
    (
        "this share is that of all persons who are neither women nor girls ({number}): boys "
        "and persons of a sex not determined are among them"
    ),
)


def find_shares(counts: Sequence[Count], speaker: Speaker) -> Iterator[Finding]:
    """Check each share of a source."""
    for count in counts:
        pillar = pillar_of(count.code)
        if pillar is not None and not count.is_counted:
            for population, share in count.shares.items():
                yield from _check(count, population, share, pillar, counts, speaker)


def _check(
    count: Count, population: Population, share: Figure, pillar: Pillar,
    counts: Sequence[Count], speaker: Speaker,
) -> Iterator[Finding]:  # fmt: skip
    words = count.words.get((str(AggregateKind.SHARE), population)) or speaker.figure(share)
    if count.is_share_alone:
        words = phrase(words, count.definition)
    about = {"year": count.year, "population": people(population, 2, speaker)}
    based, computed = _computed(count, population, share, pillar, counts)
    notes = notes_of([count, *([based] if based else [])])
    if share == count.remainder_share() and count.rest is not None:
        found = speaker.say(_REST, number=speaker.number(count.rest))
    elif based is None or computed is None:
        number = count.part(population)
        if number and not share.value:
            found = speaker.say(_NOT_NONE, number=speaker.number(number), **about)
        else:
            found = speaker.say(_NO_BASE, **about)
    elif rounded(computed, share.decimals) == share.value:
        return
    else:
        shown = speaker.figure(Figure(computed, decimals=share.decimals, percent=True))
        other = _year_that_fits(population, share, pillar, counts)
        if other is None:
            found = speaker.say(_DIFFERENT, computed=shown, **about)
        else:
            found = speaker.say(_OF_ANOTHER_YEAR, computed=shown, other=other.year, **about)
            notes = notes_of([count, based, other])
    yield Finding(pillar, count.year, quoted(words, found, speaker), notes)


def _computed(
    count: Count, population: Population, share: Figure, pillar: Pillar, counts: Sequence[Count]
) -> tuple[Count | None, Decimal | None]:
    """Find the numbers that the share is of: its own count's, or another of its pillar and year."""
    beside = [
        other for other in counts
        if other.year == count.year and not other.is_counted and pillar_of(other.code) is pillar
        and other is not count and other.total is not None
    ]  # fmt: skip
    # Numbers of its own without a total: those of another definition would be no base.
    candidates = [count] if count.total is not None or count.parts else beside
    with_share = [
        (one, computed) for one in candidates if (computed := one.share_of(population)) is not None
    ]
    fitting = [
        (one, computed) for one, computed in with_share
        if rounded(computed, share.decimals) == share.value
    ]  # fmt: skip
    return next(iter([*fitting, *with_share]), (None, None))


def _year_that_fits(
    population: Population, share: Figure, pillar: Pillar, counts: Sequence[Count]
) -> Count | None:
    for other in counts:
        if other.is_counted or pillar_of(other.code) is not pillar:
            continue
        computed = other.share_of(population)
        if computed is not None and rounded(computed, share.decimals) == share.value:
            return other
    return None
