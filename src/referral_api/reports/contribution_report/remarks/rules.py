"""All rules, in the order in which their findings are shown."""

from collections.abc import Sequence

from referral_api.reports.contribution_report.counts import Count
from referral_api.reports.contribution_report.from_aggregates import Approximation
from referral_api.reports.contribution_report.remarks.finding import Finding
from referral_api.reports.contribution_report.remarks.prosecution import (
    find_logic,
    find_rough,
    find_units,
)
from referral_api.reports.contribution_report.remarks.shares import find_shares
from referral_api.reports.contribution_report.remarks.totals import find_breaks, find_totals
from referral_api.reports.contribution_report.speaker import Speaker


def find_all(
    counts: Sequence[Count], rough: Sequence[Approximation], speaker: Speaker
) -> tuple[Finding, ...]:
    """Find what contradicts itself: each source by itself, but breaks across all of them."""
    found = [*find_breaks(counts, speaker)]
    for source in dict.fromkeys(count.source for count in counts if not count.is_counted):
        own = [count for count in counts if count.source == source]
        said = [one for one in rough if one.source == source]
        found += [
            *find_totals(own, speaker), *find_shares(own, speaker), *find_units(own, speaker),
            *find_logic(own, speaker), *find_rough(said, own, speaker),
        ]  # fmt: skip
    return tuple(found)
