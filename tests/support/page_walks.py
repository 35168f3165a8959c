"""The walk over every operation, by the API and by the pages; what each leaves in the log."""

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
from referral_api.pages import visit
from referral_api.pages.acts.left_out import LEFT_OUT
from referral_api.pages.acts.lists import ROWS, members_of
from referral_api.pages.addresses import address_of, pattern_of
from referral_api.pages.by_hand import FORMS, SHOWN
from referral_api.pages.forms.controls import controls_of
from referral_api.pages.forms.filling import fill
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.permissions import Permission
from tests.contract.test_acts_recorded import Walk
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_NAMED = re.compile(r"{(\w+)}")
# What an event says, and whether it says which.
_SAID = (
    "SELECT action, subject, subject_id IS NOT NULL, case_id IS NOT NULL,"
    " coalesce(cardinality(case_ids), -1), section, outcome, code, roles::text"
    " FROM audit_event WHERE request_id = $1 ORDER BY action, id"
)
Event = tuple[Any, ...]


def fields_of(operation: Operation, body: Any) -> list[tuple[str, str]]:
    """Write a body as the fields of its form: what somebody would type and tick."""
    if operation.body is None or body is None:
        return []
    return fill(controls_of(operation.body), body).items()


class ApiWalk(Walk):
    """Walks by the API, and keeps the events of each operation."""

    def __init__(self, app: FastAPI, world: World) -> None:
        super().__init__(app, world)
        self.left: dict[str, list[list[Event]]] = defaultdict(list)
        self._name = ""

    @override
    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None,
        asked: Mapping[str, Any] | None = None, **ids: Any,
    ) -> Any:  # fmt: skip
        self._name = name
        return await super().take(name, caller, body, version=version, asked=asked, **ids)

    @override
    async def _allowed(self, request_id: str) -> list[str]:
        self.left[self._name].append(await events_of(self.world, request_id))
        return await super()._allowed(request_id)


class PageWalk(Walk):
    """Walks by the pages; what has no page goes by the API. ``wrong`` is told at the end."""

    def __init__(self, app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(app, world)
        self.left: dict[str, list[list[Event]]] = defaultdict(list)
        self.read: dict[str, list[list[Event]]] = defaultdict(list)  # by the API, beside
        self.wrong: list[str] = []
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
            self._look(name, await visitor.get("".join([address, *seen])), sent)
        first = await self._ask(name, visitor, address, sent)
        if first.status_code != (303 if operation.changes else 200):
            self.wrong.append(f"{name}: {first.status_code} {Parsed(first.text).text} {sent}")
            return None
        result, place = self._result(operation, first), first.headers.get("location", "")
        if self.routes[name].keyed:
            again = await self._ask(name, visitor, address, sent)
            assert (again.status_code, again.headers["location"]) == (303, place), name
        if operation.changes and is_first:
            self._look(name, await visitor.get(place))
        return result

    async def _browser(self, caller: UUID) -> tuple[Visitor, str]:
        """Return the browser of a caller, and the token that its forms carry."""
        if caller not in self._browsers:
            visitor = await Visitor.of(self.world, caller)
            start = Parsed((await visitor.get("/bureau")).text)
            self._browsers[caller] = visitor, start.form("/bureau/langue").fields[0].value
        return self._browsers[caller]

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
        if "limit" in {field.alias for field in operation.route.dependant.query_params}:
            query += f"&limit={ROWS}"
        request_id, path = str(uuid4()), operation.api_path.format_map(ids)
        headers = {"X-Request-ID": request_id}
        await self.world.call(caller, "GET", f"{path}?{query}", headers=headers)
        self.read[operation.name].append(await events_of(self.world, request_id))

    def _look(self, name: str, page: Response, sent: list[tuple[str, str]] | None = None) -> None:
        """Look at a page: it is shown, and its form has a field for all that is sent."""
        if not page.headers.get("content-type", "").startswith("text/html"):
            return
        parsed = Parsed(page.text)
        if page.status_code != 200 or parsed.broken:
            self.wrong.append(f"{name}: {page.url.path} {page.status_code} {parsed.broken}")
        elif sent is not None and name not in _IN_STEPS:
            offered = {_any_row(field.name) for form in parsed.forms for field in form.fields}
            lacks = {field for field, _ in sent if _any_row(field) not in offered}
            self.wrong += [f"{name}: no {field}" for field in sorted(lacks)]

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


# Forms of two steps: the second has the rest of the fields.
_IN_STEPS = {"record_consent", "create_referral"}


def _any_row(field: str) -> str:
    """Name a field without the number of its row: « Ajouter une ligne » offers the next."""
    return re.sub(r"\.\d+(?=\.|$)", "", field)


def _keep_results(monkeypatch: pytest.MonkeyPatch, told: dict[Permission, Any]) -> None:
    """Keep what the operations that pages run have returned."""
    for name in ("respond", "respond_page", "respond_following", "respond_batch"):
        respond = getattr(visit.PageContext, name)

        def keep(self: Any, result: Any = None, *more: Any, by: Any = respond) -> Any:
            told[self.permission] = result
            return by(self, result, *more)

        monkeypatch.setattr(visit.PageContext, name, keep)


def is_general(name: str) -> bool:
    """Say whether an operation has the general page, and none that is made by hand."""
    return name not in SHOWN and name not in FORMS


async def events_of(world: World, request_id: str) -> list[Event]:
    """Return what the events of a request say."""
    return [tuple(row) for row in await world.owner.fetch(_SAID, request_id)]
