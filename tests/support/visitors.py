"""A visitor of the pages: a session, a browser's cookies, and forms as a browser sends them."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from typing_extensions import override
from uuid_utils.compat import uuid7

from tests.support.world import World

BASE = "https://test"


@dataclass
class Field:
    """One field of a form, and what it says."""

    name: str
    value: str = ""
    kind: str = "text"
    sent: bool = True


@dataclass
class Form:
    """A form of a page."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def filled(self, **given: Any) -> list[tuple[str, str]]:
        """Return what a browser sends when somebody fills the form."""
        values = {name.replace("__", "."): value for name, value in given.items()}
        sent = [(each.name, each.value) for each in self.fields
                if each.sent and each.name not in values]  # fmt: skip
        for name, value in values.items():
            sent += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return sent


class Parsed(HTMLParser):
    """What a page has: forms, links, the text, and whether its tags close."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.broken: list[str] = []
        self.title = ""
        self._hidden = 0
        self.feed(html)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "a" and "href" in given:
            self.links.append((given["href"], ""))
        elif tag in {"input", "select", "textarea", "button", "option"} and self.forms:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        form = self.forms[-1]
        kind = given.get("type", "text") if tag == "input" else tag
        if tag == "option":
            if "selected" in given and form.fields:
                form.fields[-1].value = given.get("value", "")
        elif "name" in given:
            sent = kind not in {"button", "checkbox", "radio"} or "checked" in given
            form.fields.append(Field(given["name"], given.get("value", ""), kind, sent))

    @override
    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.broken.append(tag)

    @override
    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if not text:
            return
        self.texts.append(text)
        if self.open and self.open[-1] == "title":
            self.title = text
        if "a" in self.open and self.links:
            href, said = self.links[-1]
            self.links[-1] = (href, f"{said} {text}".strip())

    @property
    def text(self) -> str:
        return " ".join(self.texts)

    def form(self, action: str) -> Form:
        """Return the form that is sent to an address."""
        (found,) = [form for form in self.forms if form.action == action]
        return found


_VOID = {"meta", "link", "input", "br", "hr", "img"}


class Visitor:
    """Somebody at a browser, signed in as an agent."""

    def __init__(self, world: World, cookie: str | None, language: str = "fr") -> None:
        self.world = world
        self.cookies = {"__Host-seance": cookie} if cookie else {}
        self.language = language
        self._http = httpx.AsyncClient(
            transport=httpx.ASGITransport(world.app, raise_app_exceptions=False), base_url=BASE
        )

    @classmethod
    async def of(cls, world: World, agent_id: UUID, language: str = "fr") -> "Visitor":
        """Sign an agent in."""
        return cls(world, await open_session(world, agent_id), language)

    async def get(self, path: str, **headers: str | None) -> httpx.Response:
        return await self._send("GET", path, None, headers)

    async def ask(self, method: str, path: str) -> httpx.Response:
        """Ask in another way than a browser does."""
        return await self._send(method, path, None, {})

    async def post(
        self, path: str, fields: list[tuple[str, str]], **headers: str | None
    ) -> httpx.Response:
        origin: dict[str, str | None] = {"Sec_Fetch_Site": "same-origin"}
        return await self._send("POST", path, fields, origin | headers)

    async def send(self, page: httpx.Response, action: str, **given: Any) -> httpx.Response:
        """Fill and send a form of a page."""
        return await self.post(action, Parsed(page.text).form(action).filled(**given))

    async def _send(
        self, method: str, path: str, fields: list[tuple[str, str]] | None,
        headers: Mapping[str, str | None],
    ) -> httpx.Response:  # fmt: skip
        sent = {"Accept-Language": self.language} | {
            name.replace("_", "-"): value for name, value in headers.items() if value is not None
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = None
        if fields is not None:
            content = urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        answer = await self._http.request(method, path, content=content, headers=sent)
        self._keep(answer)
        return answer

    def _keep(self, answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            value = rest.partition(";")[0].strip('"')
            if re.search(r"max-age=0\b", line, re.IGNORECASE):
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value


async def open_session(world: World, agent_id: UUID) -> str:
    """Open a session of an agent, as a sign-in would; return its cookie."""
    cookie, session_id = secrets.token_urlsafe(32), uuid7()
    organisation = await world.owner.fetchval(
        "SELECT organisation_id FROM agent WHERE id = $1", agent_id
    )
    await world.arrange(
        session_id,
        "INSERT INTO agent_session (id, agent_id, organisation_id, way, status, cookie_digest,"
        " locks_at, expires_at, version) VALUES ($1, $2, $3, 'passkey', 'open', $4,"
        " now() + interval '15 minutes', now() + interval '8 hours', 1)",
        session_id, agent_id, organisation, hashlib.sha256(cookie.encode()).digest(),
    )  # fmt: skip
    return cookie
