"""A partner's own receiver of webhooks on a local port, which answers as a test wants."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from referral_api.permissions import Role
from tests.support.scene import KEYS
from tests.support.world import TestOrganisation, World

_STATUS = {"fails": "500 Internal Server Error", "gone": "410 Gone", "redirects": "302 Found"}


@dataclass
class Request:
    """One request that arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """``answers`` says by subject how events are answered: fails, gone, redirects, hangs."""

    url: str = ""
    consents: bool = True
    answers: dict[str, str] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    strayed: int = 0
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> None:
        """Wait for one more."""
        self.arrived.clear()
        await self.arrived.wait()

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events that arrived, taken or not."""
        return [orjson.loads(request.body) for request in self.requests]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, path, _ = head[0].split()
            headers = {
                name.lower(): value.strip()
                for name, _, value in (line.partition(":") for line in head[1:]) if name
            }  # fmt: skip
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            await self._answer(Request(method, path, headers, body), writer)
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        told = ""
        if request.method == "OPTIONS":
            status = "200 OK"
            told = "WebHook-Allowed-Origin: *\r\n" if self.consents else ""
        elif request.path != "/hook":
            self.strayed += 1
            status = "200 OK"
        else:
            self.requests.append(request)
            self.arrived.set()
            about = orjson.loads(request.body).get("data", {})
            how = self.answers.get(about.get("subject_id", ""), "")
            if how == "hangs":
                await asyncio.sleep(1)
            status = _STATUS.get(how, "204 No Content")
            told = f"Location: {self.url}/elsewhere\r\n" if how == "redirects" else ""
        writer.write(
            f"HTTP/1.1 {status}\r\n{told}Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()


@asynccontextmanager
async def a_receiver(*, consents: bool = True) -> AsyncIterator[Receiver]:
    """Receive on a port of its own."""
    receiver = Receiver(consents=consents)
    server = await asyncio.start_server(receiver._serve, "127.0.0.1", 0)
    receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    try:
        yield receiver
    finally:
        server.close()


async def subscribe(world: World, unit: TestOrganisation, url: str, *types: str) -> dict[str, Any]:
    """Subscribe a system of a unit, as its administrator; a second person has confirmed it."""
    administrator = unit.agent(Role.ADMINISTRATOR)
    body: dict[str, Any] = {"organisation_id": str(unit.id), "name": "System", "jwks": KEYS}
    client = await world.done(administrator, "POST", "/v1/clients", body)
    await world.confirmed(client)
    body = {"client_id": client["id"], "url": url, "event_types": list(types)}
    return await world.done(administrator, "POST", "/v1/webhook-subscriptions", body)
