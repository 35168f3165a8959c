"""Totals that do not say what their parts are, are below them, or change their definition."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.names import pillar_of
from referral_api.reports.contribution_report.remarks.finding import Finding, notes_of
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.figures import Figure

_MOSTLY_OTHERS: Words = (
    (
        "En {year}, {rest} des {total} personnes ({share}) ne sont ni des femmes ni des "
        "filles, et la source ne les décrit pas. La valeur est reproduite telle quelle."
    ),
    (
        "In {year}, {rest} of the {total} persons ({share}) are neither women nor girls, and "
        "the source does not describe them. The value is shown as it stands."
    ),
)
_BELOW_PARTS: Words = (
    (
        "En {year}, le total ({total}) est inférieur à la somme de ses parties ({parts}). "
        "Les valeurs sont reproduites telles quelles."
    ),
    (
        "In {year}, the total ({total}) is below the sum of its parts ({parts}). The values "
        "are shown as they stand."
    ),
)
_BREAK: Words = (
    (
        "Rupture de série. Ces totaux répondent à {number} définitions\u00a0: {definitions}. "
        "Ils ne se comparent pas entre eux\u00a0; l'écart ne mesure ni une hausse ni une "
        "baisse de la traite."
    ),
    (
        "Break in the series. These totals answer {number} definitions: {definitions}. They "
        "are not comparable; their difference measures neither a rise nor a fall of "
        "trafficking."
    ),
)


def find_totals(counts: Sequence[Count], speaker: Speaker) -> Iterator[Finding]:
    """Check the totals of persons by category."""
    for count in counts:
        pillar, total = pillar_of(count.code), count.number
        if pillar is None or count.is_counted or not total:
            continue
        parts = sum(count.part(population) or 0 for population in count.parts)
        facts = {"year": count.year, "total": speaker.number(total)}
        if parts > total:
            text = speaker.say(_BELOW_PARTS, parts=speaker.number(parts), **facts)
            yield Finding(pillar, count.year, text, (count.note,))
        elif pillar is Pillar.PROTECTION and count.rest is not None and 2 * count.rest > total:
            share = Figure(_percent(count.rest, total), decimals=2, percent=True)
            text = speaker.say(
                _MOSTLY_OTHERS, rest=speaker.number(count.rest), share=speaker.figure(share),
                **facts,
            )  # fmt: skip
            yield Finding(pillar, count.year, text, (count.note,))


def find_breaks(counts: Sequence[Count], speaker: Speaker) -> Iterator[Finding]:
    """Find totals of victims that have another definition in another year."""
    told = [
        count for count in counts
        if pillar_of(count.code) is Pillar.PROTECTION and not count.is_counted
        and count.total is not None
    ]  # fmt: skip
    definitions = list(dict.fromkeys(count.definition for count in told))
    if len(definitions) > 1 and len({count.year for count in told}) > 1:
        named = speaker.join([f"{speaker.quote(one)} ({_years(told, one)})" for one in definitions])
        text = speaker.say(_BREAK, number=speaker.number(len(definitions)), definitions=named)
        yield Finding(Pillar.PROTECTION, None, text, notes_of(told))


def _years(counts: Sequence[Count], definition: str) -> str:
    years = sorted({count.year for count in counts if count.definition == definition})
    return ", ".join(map(str, years))


def _percent(part: int, whole: int) -> Decimal:
    return Decimal(part) * 100 / Decimal(whole)
