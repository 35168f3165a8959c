"""Finds the server that accepts writes among the hosts of a URL.

asyncpg tries them in turn within one time limit: a first host that never responds, like a lost
machine, would use up the time of the second. Here all hosts are tried at once.
"""

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg


def hosts_of(url: str) -> list[tuple[str, str]]:
    """Return each host of the URL with its port; an empty list for PostgreSQL's default host."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    named = parts.netloc.rpartition("@")[2] or ",".join(query.get("host", []))
    ports = ",".join(query.get("port", [])).split(",")
    found = []
    for number, host in enumerate(filter(None, named.split(","))):
        name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
        chosen = port if colon else ports[min(number, len(ports) - 1)] or "5432"
        found.append((unquote(name if colon else host).strip("[]"), chosen))
    return found


def connector(url: str) -> Callable[..., Any]:
    """Return a function that opens a connection to the first server that accepts one."""
    hosts = hosts_of(url)

    async def connect(*args: Any, **options: Any) -> Any:
        if len(hosts) < 2:
            return await asyncpg.connect(*args, **options)
        return await _first(
            [asyncpg.connect(*args, host=host, port=int(port), **options) for host, port in hosts]
        )

    return connect


async def _first(attempts: list[Any]) -> Any:
    """Return the first success and drop the others; raise the last failure if all fail."""
    unused = {asyncio.ensure_future(attempt) for attempt in attempts}
    pending = unused
    failure: BaseException = OSError("no host is named")
    try:
        while pending:
            done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.exception() is None:
                    unused.discard(task)
                    return task.result()
                failure = task.exception() or failure
        raise failure
    finally:
        for task in unused:
            task.add_done_callback(_drop_unused)
            task.cancel()


def _drop_unused(task: "asyncio.Future[asyncpg.Connection]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().terminate()
