"""Every route × every role × every relation to the case, from the app's own list of routes."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from referral_api.permissions import (
    ON_PAGES,
    ROLE_PERMISSIONS,
    BoardPermission,
    Permission,
    Role,
    TokenPermission,
)
from tests.support.draw import draw
from tests.support.route_table import ROWS
from tests.support.routes import PUBLIC, UNPUBLISHED, Route, guarded_routes, routes_of
from tests.support.scene import Relation, Scene
from tests.support.visibility_oracle import expected_status
from tests.support.world import World

_AT_ONCE = 4


def test_every_route_is_guarded_or_on_the_short_list_of_public_ones(app: FastAPI) -> None:
    routes = routes_of(app)
    assert len(routes) > 60
    unguarded = {route.name for route in routes if route.act is None}
    assert unguarded == PUBLIC


def test_the_published_contract_and_the_routes_are_the_same_list(app: FastAPI) -> None:
    published = {
        (method.upper(), path)
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }
    served = {
        (route.method, route.path) for route in routes_of(app) if route.name not in UNPUBLISHED
    }
    assert published == served


def test_every_guarded_route_has_a_row_and_every_row_a_route(app: FastAPI) -> None:
    names = [route.name for route in guarded_routes(app)]
    assert len(names) == len(set(names))
    assert set(names) == set(ROWS)


def test_every_permission_of_a_role_has_a_route(app: FastAPI) -> None:
    granted = frozenset().union(*ROLE_PERMISSIONS.values())
    assert granted - ON_PAGES == {route.act for route in guarded_routes(app)}
    assert granted > ON_PAGES


@dataclass(frozen=True)
class Cell:
    route: Route
    relation: Relation | None
    role: Role | None
    expected: int

    @property
    def act(self) -> Permission:
        assert self.route.act is not None
        return self.route.act if self.role else TokenPermission.AUTHENTICATE


def _cells(app: FastAPI, scene: Scene) -> Iterator[Cell]:
    for route in guarded_routes(app):
        assert route.act is not None
        for relation in Relation:
            for role in Role:
                row = ROWS[route.name]
                status = expected_status(scene, row, route.act, relation, role)
                yield Cell(route, relation, role, status)
        yield Cell(route, None, None, 401)


async def _ask(world: World, scene: Scene, cell: Cell, request_id: str) -> httpx.Response:
    place = scene.places[cell.relation or Relation.OWN]
    row = ROWS[cell.route.name]
    headers = {"X-Request-ID": request_id}
    if cell.relation and cell.role:
        headers["Authorization"] = f"Bearer {scene.tokens[cell.relation, cell.role]}"
    if cell.route.changes:
        headers["If-Match"] = '"999999"'
    return await world.call(
        None, cell.route.method, cell.route.path.format_map(place),
        row.body(place) if row.body else None, headers=headers, key=secrets.token_hex(8),
    )  # fmt: skip


@pytest.mark.matrix
async def test_every_route_responds_to_every_role_in_every_relation_and_is_audited(
    app: FastAPI, world: World, scene: Scene
) -> None:
    gate = asyncio.Semaphore(_AT_ONCE)
    cells = draw.of(
        _cells(app, scene), lambda cell: (cell.route.name, cell.relation, cell.role),
        lambda cell: (cell.route.name, cell.expected),
    )  # fmt: skip
    asked = {str(uuid4()): cell for cell in cells}
    answers: dict[str, httpx.Response] = {}

    async def ask(request_id: str, cell: Cell) -> None:
        async with gate:
            answers[request_id] = await _ask(world, scene, cell, request_id)

    await asyncio.gather(*(ask(request_id, cell) for request_id, cell in asked.items()))
    wrong = [
        f"{cell.route.name} {cell.relation} {cell.role}: {answers[request_id].status_code},"
        f" not {cell.expected}: {answers[request_id].text[:200]}"
        for request_id, cell in asked.items()
        if answers[request_id].status_code != cell.expected
    ]
    assert not wrong, "\n".join(wrong)
    rows = await world.owner.fetch(
        "SELECT request_id, action, outcome, code FROM audit_event"
        " WHERE request_id = ANY ($1::text[])",
        list(asked),
    )
    # A board counts figures, each with an event of its own.
    rows = [
        row for row in rows
        if asked[row["request_id"]].act != BoardPermission.READ or row["action"] != "figure:ask"
    ]  # fmt: skip
    traces = {row["request_id"]: row for row in rows}
    assert len(rows) == len(asked)
    for request_id, cell in asked.items():
        trace, answer = traces[request_id], answers[request_id]
        assert trace["action"] == cell.act, cell
        if answer.is_success:
            assert trace["outcome"] == "allowed", cell
        else:
            assert trace["outcome"] == "refused", cell
            assert trace["code"] == answer.json()["code"], cell


@pytest.mark.parametrize(
    ("path", "visible_to"),
    [
        ("/v1/cases", {Relation.OWN, Relation.GRANTED}),
        ("/v1/consents", {Relation.OWN, Relation.GRANTED, Relation.EXPIRED}),
        ("/v1/referrals", {Relation.OWN, Relation.GRANTED, Relation.EXPIRED}),
        ("/v1/handoffs", {Relation.OWN, Relation.GRANTED, Relation.EXPIRED}),
    ],
)
async def test_a_list_shows_what_the_relation_opens_and_nothing_else(
    world: World, scene: Scene, path: str, visible_to: set[Relation]
) -> None:
    case_id = scene.places[Relation.OWN]["case_id"]
    for relation in Relation:
        headers = {"Authorization": f"Bearer {scene.tokens[relation, Role.SUPERVISOR]}"}
        page = await world.done(None, "GET", f"{path}?limit=100", headers=headers)
        seen = {item.get("case_id", item["id"]) for item in page["items"]}
        assert (case_id in seen) == (relation in visible_to), relation
