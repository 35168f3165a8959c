"""A load client in Python, for where wrk is not installed: it takes CPU that wrk would not."""

import asyncio
import json
import random
import sys
import time
from typing import Any
from uuid import uuid4

_CONNECTIONS = 32


class _Client:
    """Connections that ask one after the other, on raw sockets."""

    def __init__(self, task: dict[str, Any]) -> None:
        self._task = task
        self.seconds: int = task["seconds"]
        self._asked, self._rows = task["asked"], task["rows"]
        self._number = task["first"]
        self._run = uuid4().hex
        self.times: list[float] = []
        self.refused = 0

    def _request(self) -> bytes:
        number, self._number = self._number, self._number + 1
        row = number
        if self._asked["row"] == "case":
            row = random.randrange(self._rows["count"])  # noqa: S311
        row_id = f"{self._rows['prefix']}{row * self._rows['step']:012x}"
        path = self._asked["path"].replace("{id}", row_id)
        tokens, body = self._task["tokens"], self._asked["body"]
        lines = [
            f"{self._asked['method']} {path} HTTP/1.1", "Host: bench",
            f"Authorization: Bearer {tokens[number % len(tokens)]}", f"Content-Length: {len(body)}",
        ]  # fmt: skip
        if self._asked["method"] == "POST":
            lines += [f"Idempotency-Key: {self._run}-{number}", "Content-Type: application/json"]
        if self._asked["if_match"] is not None:
            lines.append(f'If-Match: "{self._asked["if_match"]}"')
        return "\r\n".join([*lines, "", body]).encode()

    async def ask(self, until: float) -> None:
        """Ask until the time is over."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._task["port"])
        while time.monotonic() < until:
            began = time.monotonic()
            writer.write(self._request())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            await reader.readexactly(length)
            self.times.append(time.monotonic() - began)
            self.refused += head.split()[1] >= b"400"
        writer.close()


async def _main() -> None:
    client = _Client(json.load(sys.stdin))
    began = time.monotonic()
    until = began + client.seconds
    await asyncio.gather(*(client.ask(until) for _ in range(_CONNECTIONS)))
    taken = time.monotonic() - began
    ordered = sorted(client.times)
    result = {
        "requests": len(ordered), "seconds": taken, "refused": client.refused, "broken": 0,
        "p50_ms": ordered[len(ordered) // 2] * 1000,
        "p99_ms": ordered[len(ordered) * 99 // 100] * 1000,
    }  # fmt: skip
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(_main())
