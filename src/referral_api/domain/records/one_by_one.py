"""What time has decided is written down one by one: one that fails holds up no other."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable


class ExpiriesFailed(Exception):
    """Some could not be written down; all others were. ``kinds`` counts them by kind."""

    def __init__(self, kinds: Counter[str]) -> None:
        super().__init__(", ".join(f"{kind}: {number}" for kind, number in kinds.items()))


async def write_each(due: Iterable[tuple[str, Callable[[], Awaitable[bool]]]]) -> int:
    """Write down each, by the name of its kind; return how many were due still.

    ExpiriesFailed at the end, if there were any that could not be.
    """
    written, failed = 0, Counter[str]()
    for kind, write in due:
        try:
            written += await write()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others must not wait
            # Its text may quote a row.
            failed[f"{kind} ({type(error).__name__})"] += 1
    if failed:
        raise ExpiriesFailed(failed)
    return written
