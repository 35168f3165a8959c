"""The walk over every operation by the pages: what each shows, leads to and leaves in the log."""

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from httpx import Response
from pydantic_core import to_jsonable_python
from typing_extensions import override

from referral_api.database.pagination import Slice
from referral_api.http.pagination import PAGE_LIMIT
from referral_api.pages import visit
from referral_api.pages.acts.grouped import Grouping
from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.acts.lists import ROWS, members_of
from referral_api.pages.addresses import address_of, pattern_of
from referral_api.pages.forms.controls import controls_of
from referral_api.pages.forms.filling import fill
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.places.stays import STAYS
from referral_api.pages.requests.handoffs import HANDOFFS
from referral_api.pages.requests.inbox import INBOX
from referral_api.permissions import Permission
from tests.contract.test_acts_recorded import Walk
from tests.support.api_walks import Event, events_of
from tests.support.page_fields import any_row, offered, steps
from tests.support.page_links import PageLinks, pages_before
from tests.support.visitors import Parsed, Visitor
from tests.support.words import told_by
from tests.support.world import World

_NAMED = re.compile(r"{(\w+)}")


# The lists that their pages show in groups.
_GROUPED: Mapping[str, Grouping] = {
    "list_handoffs": HANDOFFS, "list_referrals": INBOX, "list_stays": STAYS,
}  # fmt: skip


def fields_of(operation: Operation, body: Any) -> list[tuple[str, str]]:
    """Write a body as the fields of its form: what somebody would type and tick."""
    if operation.body is None or body is None:
        return []
    return fill(controls_of(operation.body), body).items()


class PageWalk(Walk):
    """Walks by the pages; what has no page goes by the API. ``wrong`` is told at the end."""

    def __init__(self, app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(app, world)
        self.left: dict[str, list[list[Event]]] = defaultdict(list)
        self.read: dict[str, list[list[Event]]] = defaultdict(list)  # by the API, beside
        self.wrong: list[str] = []
        self.links = PageLinks(app)
        self._browsers: dict[UUID, tuple[Visitor, str]] = {}
        self._told: dict[Permission, Any] = {}
        _keep_results(monkeypatch, self._told)

    @override
    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None,
        asked: Mapping[str, Any] | None = None, **ids: Any,
    ) -> Any:  # fmt: skip
        operation = OPERATIONS[name]
        given = {**(body if isinstance(body, dict) else asked or {}), **ids}
        by_api = super().take(name, caller, body, version=version, asked=asked, **ids)
        named = _NAMED.findall(pattern_of(operation))
        if name in LEFT_OUT or operation.takes_file or set(named) - given.keys():
            return await by_api
        address = address_of(operation, given)
        if operation.is_reading:
            by_api.close()
            self.taken.add(name)
            return await self._read(operation, caller, f"{address}?{urlencode(asked or {})}", ids)
        sent = [
            *fields_of(operation, body),
            *([] if version is None else [("version", str(version))]),
        ]
        sent = [(field, value) for field, value in sent if field not in named]
        if name not in self.taken:
            await self._come(caller, operation, given)
        result = await self._act(operation, caller, address, sent)
        self.taken.add(name)
        if result is None:  # the story goes on
            return await by_api
        by_api.close()
        return result

    async def _read(
        self, operation: Operation, caller: UUID, address: str, ids: Mapping[str, Any]
    ) -> Any:
        visitor, _ = await self._browser(caller)
        page = await self._ask(operation.name, visitor, address)
        self.links.see(page)
        self._look(operation.name, page)
        await self._ask_api(operation, caller, address.partition("?")[2], ids)
        return self._result(operation, page)

    async def _act(
        self, operation: Operation, caller: UUID, address: str, sent: list[tuple[str, str]]
    ) -> Any:
        """Send a form, and send it again; return what the act has returned, None if refused."""
        name, is_first = operation.name, operation.name not in self.taken
        visitor, token = await self._browser(caller)
        sent = [("csrf", token), ("key", str(uuid4())), *sent]
        if is_first:
            seen = [f"?version={value}" for field, value in sent if field == "version"]
            page = await self._see(visitor, "".join([address, *seen]))
            self._look(name, page)
            await self._look_for_fields(name, visitor, page, address, sent)
        first = await self._ask(name, visitor, address, sent)
        if first.status_code != (303 if operation.changes else 200):
            self.wrong.append(f"{name}: {first.status_code} {Parsed(first.text).text} {sent}")
            return None
        result, place = self._result(operation, first), first.headers.get("location", "")
        self.wrong += [f"{name}: the address says {each}" for each in told_by(place)]
        if self.routes[name].keyed:
            again = await self._ask(name, visitor, address, sent)
            assert (again.status_code, again.headers["location"]) == (303, place), name
        if operation.changes and is_first:
            self._look(name, await self._see(visitor, place))
        return result

    async def _browser(self, caller: UUID) -> tuple[Visitor, str]:
        """Return the browser of a caller, and the token that its forms carry."""
        if caller not in self._browsers:
            visitor = await Visitor.of(self.world, caller)
            start = await self._see(visitor, "/bureau")
            await self._see(visitor, "/bureau/rubriques")
            token = Parsed(start.text).form("/bureau/langue").fields[0].value
            self._browsers[caller] = visitor, token
        return self._browsers[caller]

    async def _see(self, visitor: Visitor, address: str) -> Response:
        page = await visitor.get(address)
        self.links.see(page)
        return page

    async def _come(self, caller: UUID, operation: Operation, ids: Mapping[str, Any]) -> None:
        """See the pages from which a form is reached: those of what its address names."""
        visitor, _ = await self._browser(caller)
        for name in pages_before(operation):
            await self._see(visitor, address_of(OPERATIONS[name], ids))

    async def _ask(
        self, name: str, visitor: Visitor, address: str, sent: list[tuple[str, str]] | None = None
    ) -> Response:
        request_id = str(uuid4())
        if sent is None:
            answer = await visitor.get(address, X_Request_ID=request_id)
        else:
            answer = await visitor.post(address, sent, X_Request_ID=request_id)
        self.left[name].append(await events_of(self.world, request_id))
        return answer

    async def _ask_api(
        self, operation: Operation, caller: UUID, query: str, ids: Mapping[str, Any]
    ) -> None:
        """Ask the API what a page has just read: by now other records may stand there."""
        if operation.name in _GROUPED and not query:
            # The page asks for what is open alone, and for as much as there may be of it.
            query = urlencode({**_GROUPED[operation.name].query, "limit": PAGE_LIMIT})
        elif "limit" in {field.alias for field in operation.route.dependant.query_params}:
            query += f"&limit={ROWS}"
        request_id, path = str(uuid4()), operation.api_path.format_map(ids)
        headers = {"X-Request-ID": request_id}
        await self.world.call(caller, "GET", f"{path}?{query}", headers=headers)
        self.read[operation.name].append(await events_of(self.world, request_id))

    def _look(self, name: str, page: Response) -> None:
        """Look at a page: it is shown, and its tags close."""
        if page.headers.get("content-type", "").startswith("text/html"):
            broken = Parsed(page.text).broken
            if page.status_code != 200 or broken:
                self.wrong.append(f"{name}: {page.url.path} {page.status_code} {broken}")

    async def _look_for_fields(
        self, name: str, visitor: Visitor, page: Response, address: str,
        sent: list[tuple[str, str]],
    ) -> None:  # fmt: skip
        """Look for a field for all that is sent; a form of several steps is led through them."""
        fields = {any_row(field) for field, _ in sent} - offered(page)
        for step in steps(page) if fields else ():
            fields -= offered(await visitor.post(address, [*sent, ("more", step)]))
        self.wrong += [f"{name}: no {field}" for field in sorted(fields)]

    def _result(self, operation: Operation, page: Response) -> Any:
        """Return what the operation has returned, as the API would send it."""
        if not page.headers.get("content-type", "text/html").startswith("text/html"):
            return page.content
        told = self._told.get(operation.permission)
        if isinstance(told, Slice):
            return {"items": [to_jsonable_python(members_of(item)) for item in told.items]}
        if isinstance(told, list):  # what became of each row of a batch
            return {}
        return {} if told is None else to_jsonable_python(members_of(told))


def _keep_results(monkeypatch: pytest.MonkeyPatch, told: dict[Permission, Any]) -> None:
    """Keep what the operations that pages run have returned."""
    for name in ("respond", "respond_page", "respond_following", "respond_batch"):
        respond = getattr(visit.PageContext, name)

        def keep(self: Any, result: Any = None, *more: Any, by: Any = respond) -> Any:
            told[self.permission] = result
            return by(self, result, *more)

        monkeypatch.setattr(visit.PageContext, name, keep)
