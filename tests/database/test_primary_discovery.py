"""Several servers in one address: the one that accepts writes is found whatever the others do."""

import asyncio
import contextlib
import time

import asyncpg
import pytest

from referral_api import embedded
from referral_api.database.primary_discovery import connector, hosts_of


@pytest.mark.parametrize(
    ("url", "hosts"),
    [
        ("postgresql://u:p@a:1,b:2/db?x=1", [("a", "1"), ("b", "2")]),
        ("postgresql://u@[::1]:5,b/db", [("::1", "5"), ("b", "5432")]),
        ("postgresql://u@/db?host=a,b&port=1,2", [("a", "1"), ("b", "2")]),
        ("postgresql://u@/db?host=%2Frun%2Fpg&port=5433", [("/run/pg", "5433")]),
        ("postgresql://db.example/db", [("db.example", "5432")]),
    ],
)
def test_each_host_is_read_with_its_port(url, hosts):
    assert hosts_of(url) == hosts


async def test_a_first_host_that_never_responds_does_not_block_the_second(
    server: embedded.Embedded,
) -> None:
    swallowed: list[asyncio.StreamWriter] = []

    async def swallow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        swallowed.append(writer)

    hole = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = hole.sockets[0].getsockname()[1]
    url = (
        f"postgresql://referral_app@/referral?host=127.0.0.1,{server.socket_folder}"
        f"&port={port},5432&target_session_attrs=read-write&sslmode=disable"
    )
    began = time.monotonic()
    connection = await connector(url)(url, timeout=2)
    assert time.monotonic() - began < 1
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
    for writer in swallowed:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    hole.close()
    await hole.wait_closed()


async def test_the_reason_is_raised_if_no_server_accepts_writes() -> None:
    url = "postgresql://u@127.0.0.1:1,127.0.0.1:2/db?sslmode=disable"
    with pytest.raises((OSError, asyncpg.InterfaceError)):
        await connector(url)(url, timeout=2)
