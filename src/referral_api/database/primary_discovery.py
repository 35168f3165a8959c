"""Finding the one server that takes writes, where the address names several.

asyncpg asks them in turn within one time limit: a first host that swallows everything, as a
lost machine does, would keep it from ever asking the second. Here all are asked at once.
"""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg


def hosts_of(url: str) -> list[tuple[str, str]]:
    """Return each host of the address with its port; nothing where PostgreSQL's default holds."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    named = parts.netloc.rpartition("@")[2] or ",".join(query.get("host", []))
    ports = ",".join(query.get("port", [])).split(",")
    found = []
    for number, host in enumerate(filter(None, named.split(","))):
        name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        told = port if colon else ports[min(number, len(ports) - 1)] or "5432"
        found.append((unquote(name if colon else host).strip("[]"), told))
    return found


def connector(url: str) -> Callable[..., Any]:
    """Return what opens one connection to whichever server the address accepts."""
    hosts = hosts_of(url)

    async def connect(*args: Any, **options: Any) -> Any:
        if len(hosts) < 2:
            return await asyncpg.connect(*args, **options)
        return await _first(
            [asyncpg.connect(*args, host=host, port=int(port), **options) for host, port in hosts]
        )

    return connect


async def _first(attempts: list[Any]) -> Any:
    """Take the first that succeeds and drop the others; raise the last failure if none does."""
    asked = {asyncio.ensure_future(attempt) for attempt in attempts}
    pending = asked
    failure: BaseException = OSError("no host is named")
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    asked.discard(task)
                    return task.result()
                failure = task.exception() or failure
        raise failure
    finally:
        for task in asked:
            task.add_done_callback(_drop_unused)
            task.cancel()


def _drop_unused(task: "asyncio.Future[asyncpg.Connection]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().terminate()
