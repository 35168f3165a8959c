"""The breaks of series that the coordination has registered, in its words."""

from collections.abc import Iterable, Iterator

from referral_api.domain.codelists.series import BreakKind
from referral_api.domain.figures.series_breaks.schemas import SeriesBreakRead
from referral_api.reports.contribution_report.names import name_of, pillar_of
from referral_api.reports.contribution_report.remarks.finding import Finding
from referral_api.reports.contribution_report.speaker import Speaker, Words

_BREAK: Words = (
    "Rupture de série à partir de {year} ({name}\u00a0; {kind})\u00a0: {text}",
    "Break in the series from {year} on ({name}; {kind}): {text}",
)


def registered(breaks: Iterable[SeriesBreakRead], speaker: Speaker) -> Iterator[Finding]:
    """Say each break in its first year."""
    for one in breaks:
        pillar = pillar_of(one.code)
        if pillar is not None:
            text = speaker.say(
                _BREAK, year=one.year, name=speaker.say(name_of(one.code)),
                kind=speaker.label(BreakKind, one.kind).lower(),
                text=speaker.say((one.text_fr, one.text_en)),
            )  # fmt: skip
            yield Finding(pillar, one.year, text, ())
