"""A contradiction that a rule found."""

from collections.abc import Iterable
from typing import NamedTuple

from referral_api.domain.codelists.programme import Pillar
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.speaker import Speaker, Words
from referral_api.reports.document import Remark

# The words of the source; what is found; that nothing was changed.
_PATTERN: Words = (
    "Le rapport transmis indique {words}\u00a0; {found}. La valeur est reproduite telle quelle.",
    "The report that was received says {words}; {found}. The value is shown as it stands.",
)


class Finding(NamedTuple):
    """``year`` is None for what concerns several years of a pillar."""

    pillar: Pillar
    year: int | None
    text: str
    notes: tuple[str, ...]

    def remark(self) -> Remark:
        """Write it under the pillar or the year."""
        return Remark(self.text, self.notes)


def quoted(words: str, found: str, speaker: Speaker) -> str:
    """Write a finding on words of a source."""
    return speaker.say(_PATTERN, words=speaker.quote(words), found=found)


def notes_of(counts: Iterable[Count]) -> tuple[str, ...]:
    """Name the footnotes of these counts, each once."""
    return tuple(dict.fromkeys(count.note for count in counts))
