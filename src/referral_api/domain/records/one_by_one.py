"""What time has decided is written down one by one: one that fails holds up no other."""

from collections import defaultdict
from collections.abc import AsyncIterable, Awaitable, Callable
from typing import NamedTuple
from uuid import UUID

import structlog

from referral_api.database.error_mapping import means_loss
from referral_api.errors import Unavailable

_log = structlog.get_logger()
_NAMED = 3  # so many of a kind are named at the end; every one has a line in the log


class Due(NamedTuple):
    """One that is due: its kind, its id, and how it is written down."""

    kind: str
    id: UUID
    write: Callable[[], Awaitable[bool]]


class ExpiriesFailed(Exception):
    """Some could not be written down; ``number`` others were. ``kinds`` holds their ids by kind."""

    def __init__(self, kinds: dict[str, list[UUID]], number: int = 0) -> None:
        self.kinds, self.number = kinds, number
        super().__init__("; ".join(_name(kind, ids) for kind, ids in kinds.items()))


def _name(kind: str, ids: list[UUID]) -> str:
    named = ", ".join(map(str, ids[:_NAMED]))
    return f"{kind}: {len(ids)} ({named}{', …' if len(ids) > _NAMED else ''})"


async def write_each(due: AsyncIterable[Due]) -> int:
    """Write down each; return how many were due still.

    ExpiriesFailed at the end, if there were any that could not be. Unavailable at once if the
    database is lost: all others would fail, too.
    """
    written, failed = 0, defaultdict[str, list[UUID]](list)
    async for kind, row_id, write in due:
        try:
            written += await write()
        except Exception as error:  # whatever it is, the others must not wait
            if isinstance(error, Unavailable) and means_loss(error.__cause__):
                raise
            # Its text may quote a row.
            cause = type(error.__cause__ or error).__name__
            _log.error("expiry.failed", kind=kind, id=str(row_id), cause=cause)
            failed[f"{kind} ({cause})"].append(row_id)
    if failed:
        raise ExpiriesFailed(dict(failed), written)
    return written
