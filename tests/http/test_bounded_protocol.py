"""What arrives on a connection is bounded before anybody is known: size, time and number."""

import asyncio
import logging
import resource
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from referral_api.http import lobby, uvicorn_protocol
from referral_api.http.lobby import Lobby
from referral_api.http.uvicorn_protocol import BoundedHttpProtocol

_GET = b"GET /v1/cases HTTP/1.1\r\nHost: test\r\n"
_MOST, _PATIENCE = 3, 0.3
Connect = Callable[[], Any]


class Wire:
    """One connection to the server."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def status(self) -> int:
        async with asyncio.timeout(2):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
            self.body = await self.reader.readexactly(int(length))
        self.head = head.lower()
        return int(head.split()[1])

    async def closed(self) -> bool:
        try:
            async with asyncio.timeout(2):
                return await self.reader.read() == b""
        except TimeoutError:
            return False


async def _echo(_: Any, receive: Any, send: Any) -> None:
    """Answer with the length of the body."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    content = str(length).encode()
    headers = [(b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": content})


@pytest.fixture
async def connect(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Connect]:
    monkeypatch.setattr(lobby, "_EVERY", 0.05)
    made = Lobby(_MOST, _PATIENCE)
    monkeypatch.setattr(uvicorn_protocol, "lobby_of_process", lambda: made)
    # Whatever server another test has started: the lines of single requests are no complaint.
    monkeypatch.setattr(logging.getLogger("uvicorn.access"), "disabled", True)
    config = Config(_echo, ws="none", log_config=None, lifespan="off")
    config.load()
    state, loop = ServerState(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: BoundedHttpProtocol(config, state, {}), "127.0.0.1", 0
    )
    opened: list[Wire] = []

    async def connect() -> Wire:
        opened.append(Wire(*await asyncio.open_connection(*server.sockets[0].getsockname())))
        return opened[-1]

    yield connect
    for wire in opened:
        wire.writer.transport.abort()
    server.close()
    await server.wait_closed()
    await asyncio.sleep(0.05)
    assert not state.connections


async def test_requests_of_usual_size_are_served_also_two_in_one_piece(connect: Connect) -> None:
    wire = await connect()
    wire.send(_GET + b"X: %b\r\n\r\n" % (b"x" * 30_000))
    assert await wire.status() == 200
    post = b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70_000
    wire.send(post + _GET + b"\r\n" + post)
    assert [(await wire.status(), wire.body) for _ in range(3)] == [
        (200, b"70000"), (200, b"0"), (200, b"70000"),
    ]  # fmt: skip


@pytest.mark.parametrize("pieces", [1, 40])
async def test_a_head_of_more_than_32_kib_is_431(connect: Connect, pieces: int) -> None:
    wire = await connect()
    header = b"X: %b\r\n" % (b"x" * (40_000 // pieces))
    wire.send(_GET)
    for _ in range(pieces):
        wire.send(header)
        await asyncio.sleep(0)
    wire.send(b"\r\n")
    assert await wire.status() == 431
    assert b"head-too-large" in wire.body
    assert b"cache-control: no-store" in wire.head
    assert await wire.closed()


async def test_a_head_that_has_no_end_is_431(connect: Connect) -> None:
    wire = await connect()
    wire.send(_GET + b"X: " + b"x" * 40_000)
    assert await wire.status() == 431


async def test_a_large_head_behind_a_request_in_the_same_piece_ends_the_connection_after_it(
    connect: Connect,
) -> None:
    wire = await connect()
    wire.send(_GET + b"\r\n" + _GET + b"X: %b\r\n\r\n" % (b"x" * 40_000))
    assert await wire.status() == 200
    assert b"connection: close" in wire.head
    assert await wire.closed()


@pytest.mark.parametrize("sent", [b"GARBAGE\r\n\r\n", b"GET /\xe9 HTTP/1.1\r\n\r\n"])
async def test_what_is_no_http_is_a_problem_and_no_line_of_the_log(
    connect: Connect, caplog: pytest.LogCaptureFixture, sent: bytes
) -> None:
    wire = await connect()
    wire.send(sent)
    assert await wire.status() == 400
    assert b'"code": "bad-request"' in wire.body
    assert await wire.closed()
    assert not caplog.records


async def test_an_upgrade_is_answered_once_as_http_and_the_connection_ends(
    connect: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    wire = await connect()
    wire.send(_GET + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n" + b"\x81\x00" * 50)
    assert await wire.status() == 200
    assert b"connection: close" in wire.head
    assert await wire.closed()
    assert not caplog.records


async def test_a_head_that_does_not_arrive_in_time_is_408(connect: Connect) -> None:
    wire = await connect()
    wire.send(_GET)
    assert await wire.status() == 408
    assert b"request-incomplete" in wire.body
    assert await wire.closed()


async def test_a_connection_without_a_word_is_closed_without_one(connect: Connect) -> None:
    wire = await connect()
    assert await wire.closed()


async def test_whoever_waits_longest_without_having_been_served_makes_room(
    connect: Connect,
) -> None:
    served = await connect()
    served.send(_GET + b"\r\n")
    assert await served.status() == 200
    silent = [await connect() for _ in range(_MOST)]
    assert await silent[0].closed()
    for wire in (served, *silent[1:]):
        wire.send(_GET + b"\r\n")
        assert await wire.status() == 200


class _Waiter:
    def __init__(self, since: float | None = 0.0) -> None:
        self.waiting_since = since
        self.has_served = False
        self.dismissed = False

    def dismiss(self, *, answered: bool) -> None:
        assert not answered
        self.dismissed = True


@pytest.mark.parametrize(
    ("hosts", "together"),
    [
        (["192.0.2.1", "192.0.2.1"], True),
        (["192.0.2.1", "192.0.2.2"], False),
        (["192.0.2.1", "::ffff:192.0.2.1"], True),
        (["2001:db8::1", "2001:db8::2"], True),  # of one subscriber
        (["2001:db8::1", "2001:db8:0:1::1"], False),
        (["10.0.0.1", "10.0.0.1"], False),  # a proxy
        ([None, None], False),  # a unix socket
    ],
)
async def test_connections_are_counted_by_address_and_proxies_are_not(
    hosts: list[str | None], *, together: bool
) -> None:
    lobby = Lobby(1, 60.0, [ip_network("10.0.0.0/24")])
    waiters = [_Waiter(since) for since in range(len(hosts))]
    for waiter, host in zip(waiters, hosts, strict=True):
        lobby.admit(waiter, host)
    await asyncio.sleep(0.1)
    assert [waiter.dismissed for waiter in waiters] == [together, False]
    for waiter in waiters:
        lobby.forget(waiter)
        lobby.forget(waiter)
    assert not lobby._by_address


async def test_a_connection_at_work_is_neither_counted_nor_closed() -> None:
    lobby = Lobby(1, 60.0)
    working, waiting, last = _Waiter(None), _Waiter(1.0), _Waiter(2.0)
    for waiter in (working, waiting):
        lobby.admit(waiter, "192.0.2.1")
    await asyncio.sleep(0.1)
    assert not waiting.dismissed
    lobby.admit(last, "192.0.2.1")
    await asyncio.sleep(0.1)
    assert [waiter.dismissed for waiter in (working, waiting, last)] == [False, True, False]
    for waiter in (working, waiting, last):  # or the lobby would look at them for ever
        lobby.forget(waiter)


async def test_all_connections_together_leave_files_for_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("referral_api.http.lobby.resource.getrlimit", lambda _: (4, 4))
    room = Lobby(100, 60.0, [ip_network("10.0.0.1")])
    waiters = [_Waiter(since) for since in range(5)]
    for waiter in waiters:
        room.admit(waiter, "10.0.0.1")
    # Three of four files are for connections; the fourth and the fifth each close another.
    assert [waiter.dismissed for waiter in waiters] == [True, True, False, False, False]
    for waiter in waiters:
        room.forget(waiter)


async def test_a_system_that_names_no_limit_of_files_closes_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    none = resource.RLIM_INFINITY
    monkeypatch.setattr("referral_api.http.lobby.resource.getrlimit", lambda _: (none, none))
    room, waiters = Lobby(100, 60.0), [_Waiter(), _Waiter(1.0)]
    for waiter in waiters:
        room.admit(waiter, "192.0.2.1")
    assert not any(waiter.dismissed for waiter in waiters)
    for waiter in waiters:
        room.forget(waiter)
