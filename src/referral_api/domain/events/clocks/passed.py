"""A limit has passed: what was not told of it until now is told with it."""

from typing import Any

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.notices import NoticeStage
from referral_api.domain.events.clocks.table import BY_LIMIT, CLOCKS
from referral_api.domain.events.notices.telling import Awaited, tell


async def tell_passed(transaction: Transaction, subject: str, found: Any, limit: str) -> None:
    """Tell every stage of a record's limit that time has reached, in the transaction of its end."""
    kind = BY_LIMIT.get((subject, limit))
    if kind is None:
        return
    clock = CLOCKS[kind]
    due: list[NoticeStage] = [stage for stage, left in clock.steps if left >= 0]
    waiting = Awaited(
        kind, subject, found.id, getattr(found, limit), _first(found, clock.waits_for),
        _first(found, clock.asked_by), getattr(found, "region", None),
    )  # fmt: skip
    await tell(transaction, waiting, due)


def _first(found: Any, columns: tuple[str, ...]) -> Any:
    return next((value for name in columns if (value := getattr(found, name))), None)
