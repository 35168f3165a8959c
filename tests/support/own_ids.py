"""Ids that callers choose: UUIDv7s of any time, as a tablet with a wrong clock makes them."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

# Neither up nor down: the order of none of them is that of recording.
YEARS = (2026, 1971, 2150, 2003, 2999, 1999, 2027)


def own_id(year: int) -> str:
    """Make a UUIDv7 of a year."""
    milliseconds = int(datetime(year, 6, 1, tzinfo=UTC).timestamp() * 1000)
    low = secrets.randbits(80) & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62
    return str(UUID(int=milliseconds << 80 | low))
