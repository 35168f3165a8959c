"""A table of synthetic people, and who sends it."""

import csv
import io
import time
from collections import Counter
from typing import Any

from faults.http import Reply, Wire
from faults.scenario import Result

# One row in so many is wrong; one of the others in so many bears a name.
_WRONG, NAMED = 50, 20
_HEADS = ("sex", "age_band", "region", "family_name")


def good_rows(number: int) -> list[int]:
    """List the good ones among so many rows."""
    return [n for n in range(number) if n % _WRONG]


def wrong_rows(number: int) -> list[int]:
    """List the others."""
    return [n for n in range(number) if not n % _WRONG]


def a_table(number: int) -> bytes:
    """Write so many synthetic people as CSV."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADS)
    for n in range(number):
        age_band = "18_24" if n % _WRONG else "synthetic"
        writer.writerow(("female", age_band, "GAO", "" if n % NAMED else f"Synthetic {n}"))
    return written.getvalue().encode()


class Sender:
    """An officer who sends a table, and reads what became of it."""

    def __init__(self, wire: Wire, token: str, result: Result) -> None:
        self._wire, self._result = wire, result
        self._headers = {"Authorization": f"Bearer {token}"}

    async def send(self, table: bytes, key: str) -> Reply:
        """Send the table under a key."""
        headers = {"Content-Type": "text/csv", "Idempotency-Key": key}
        return await self._ask("POST", "/v1/imports", headers, table)

    async def read(self, path: str) -> Any:
        """Read something."""
        reply = await self._ask("GET", path, {})
        if reply.status != 200:
            raise RuntimeError(f"{reply.status} {reply.json()['code']} at {path}")
        return reply.json()

    async def read_rows(self, import_id: str) -> list[dict[str, Any]]:
        """Read what became of the rows, page by page."""
        rows: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            after = f"&cursor={cursor}" if cursor else ""
            page = await self.read(f"/v1/imports/{import_id}/rows?limit=100{after}")
            rows += page["items"]
            cursor = page["next_cursor"]
        return rows

    async def _ask(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> Reply:
        began = time.monotonic()
        reply = await self._wire.ask(method, path, self._headers | headers, content)
        self._wire.close()  # the service ends a connection that is idle for long
        self._result.worst = max(self._result.worst, time.monotonic() - began)
        answers = Counter(self._result.answers)
        answers[reply.status] += 1
        self._result.answers = dict(answers)
        return reply
