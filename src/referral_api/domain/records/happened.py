"""When a fact happened, beside when it was recorded: never later, and never before what led to it.

An arrival that is expected lies after the departure, and near enough to be missed.

The service's limits run on the instant of recording alone.
"""

from datetime import datetime

from referral_api.domain.deadline_policy import LONGEST_JOURNEY
from referral_api.errors import MalformedInput


def check_happened(
    happened_at: datetime, *, since: datetime | None, now: datetime, field: str = "happened_at"
) -> None:
    """Raise MalformedInput for a fact of the future, or one from before ``since``."""
    if happened_at > now or (since is not None and happened_at < since):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "out_of_range"}])


def check_expected(
    expected_arrival: datetime, *, departed_at: datetime, now: datetime,
    field: str = "expected_arrival",
) -> None:  # fmt: skip
    """Raise MalformedInput for an arrival that is not after the departure, or too far ahead."""
    if not departed_at < expected_arrival <= now + LONGEST_JOURNEY:
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "out_of_range"}])


def latest(*instants: datetime | None) -> datetime | None:
    """Return the latest of the instants that are known; None if none is."""
    return max((instant for instant in instants if instant is not None), default=None)
