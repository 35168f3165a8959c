"""What the pillars are written from."""

from collections.abc import Sequence
from typing import NamedTuple

from referral_api.domain.codelists.programme import Pillar, Population
from referral_api.reports.contribution_report.asked import Year
from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.from_answers import Register
from referral_api.reports.contribution_report.names import pillar_of
from referral_api.reports.contribution_report.reading import Sources
from referral_api.reports.contribution_report.remarks.finding import Finding
from referral_api.reports.contribution_report.speaker import Speaker


class Material(NamedTuple):
    """Everything that was read and counted; ``source`` is the line under each table."""

    sources: Sources
    years: Sequence[Year]
    counts: Sequence[Count]
    register: Register
    findings: Sequence[Finding]
    population: Population | None
    source: str
    speaker: Speaker

    def of(self, pillar: Pillar) -> list[Count]:
        """Keep the counts of a pillar."""
        return [count for count in self.counts if pillar_of(count.code) is pillar]

    @property
    def broken(self) -> frozenset[tuple[str, int]]:
        """The figures and years that the coordination says do not compare with those before."""
        return frozenset((one.code, one.year) for one in self.sources.breaks)

    @property
    def last_spoken(self) -> Year | None:
        """The last year for which the register speaks of victims."""
        spoken = [
            year for year in self.years if self.register.speaks("identification.identified", year)
        ]
        return spoken[-1] if spoken else None
