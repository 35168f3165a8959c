"""When a fact happened, beside when it was recorded: never later, and never before what led to it.

The service's limits run on the instant of recording alone.
"""

from datetime import datetime

from referral_api.errors import MalformedInput


def check_happened(
    happened_at: datetime, *, since: datetime | None, now: datetime, field: str = "happened_at"
) -> None:
    """Raise MalformedInput for a fact of the future, or one from before ``since``."""
    if happened_at > now or (since is not None and happened_at < since):
        raise MalformedInput(errors=[{"pointer": f"/{field}", "code": "out_of_range"}])
