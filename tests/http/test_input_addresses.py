"""Wrong queries and addresses: a clear 4xx that repeats nothing, on every route that has them."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI

from tests.conftest import Logs
from tests.support.draw import draw
from tests.support.route_table import ROWS
from tests.support.routes import Route, guarded_routes
from tests.support.rubbish import MARKER, bearer, check_nothing_repeated, check_refusal, role_for
from tests.support.scene import Relation, Scene
from tests.support.world import World

_RUBBISH = [
    MARKER, "", "\x00", f"{MARKER}\x00", "é", "%ED%A0%80", "%FF", "9" * 5000, "-1", "null",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:59", "2026-02-30T00:00:00Z", "1735689600",
]  # fmt: skip


def _parameters(app: FastAPI) -> list[tuple[Route, str]]:
    """Every route that takes something after the question mark, with the name of that."""
    paths = app.openapi()["paths"]
    return [
        (route, parameter["name"])
        for route in guarded_routes(app)
        for parameter in paths[route.path][route.method.lower()].get("parameters", [])
        if parameter["in"] == "query"
    ]


@pytest.mark.matrix
@pytest.mark.parametrize("value", _RUBBISH)
async def test_a_query_of_rubbish_is_malformed_input_on_every_list(
    app: FastAPI, world: World, scene: Scene, logs: Logs, value: str
) -> None:
    encoded = value if value.startswith("%") else quote(value, safe="")
    place = scene.places[Relation.OWN]
    asked = draw.of(_parameters(app), name=lambda cell: f"{cell[0].name} {cell[1]} {value}")
    assert len(asked) > 10
    for route, name in asked:
        path = f"{route.path.format_map(place)}?{name}={encoded}"
        answer = await world.call(None, route.method, path, headers=bearer(scene, role_for(route)))
        if name == "cursor" and value == "":
            assert answer.status_code == 200
            continue
        check_refusal(answer, (route.name, name, value))
        assert answer.status_code == (400 if _is_cursor(answer) else 422), (name, value)
        if answer.status_code == 422:
            # Others that the query must have are missing.
            wrong = [error for error in answer.json()["errors"] if error["code"] != "missing"]
            assert wrong[0]["pointer"] == f"query:{name}"
    assert MARKER not in logs()


def _is_cursor(answer: Any) -> bool:
    return bool(answer.json()["code"] == "invalid-cursor")


@pytest.mark.parametrize("limit", ["0", "101", "abc", "1.5", "-1", "1e1", "١"])
async def test_a_limit_is_a_number_from_1_to_100(world: World, scene: Scene, limit: str) -> None:
    answer = await world.call(
        None, "GET", "/v1/cases", headers=bearer(scene), params={"limit": limit}
    )
    check_refusal(answer, limit)
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) in {
        ("query:limit", "out_of_range"), ("query:limit", "wrong_type"),
    }  # fmt: skip


@pytest.mark.parametrize("value", [MARKER, "%00", "%FF", "1", "0" * 36, "%ED%A0%80", "..%2F.."])
async def test_an_address_with_rubbish_for_an_id_is_malformed_or_unknown(
    app: FastAPI, world: World, scene: Scene, logs: Logs, value: str
) -> None:
    for route in guarded_routes(app):
        if "{" not in route.path:
            continue
        name = route.path.partition("{")[2].partition("}")[0]
        path = route.path.replace("{%s}" % name, value)  # noqa: UP031
        headers = bearer(scene, role_for(route))
        body = ROWS[route.name].body
        if route.changes:
            headers["If-Match"] = '"1"'
        sent = body(scene.places[Relation.OWN]) if body else None
        answer = await world.call(None, route.method, path, sent, headers=headers)
        check_refusal(answer, (route.name, value))
        if answer.status_code == 422:
            error = answer.json()["errors"][0]
            code = "invalid_value" if name in {"code", "part"} else "invalid_id"
            assert (error["pointer"], error["code"]) == (f"path:{name}", code)
        else:
            assert answer.status_code in {404, 405}, route.name
    assert MARKER not in logs()


async def test_an_unknown_address_is_not_repeated(world: World, logs: Logs) -> None:
    for method, path in (
        ("GET", f"/v1/{MARKER}"), ("GET", f"/v1/codelists/{MARKER}"), ("GET", "/v1/codelists/%00"),
        ("BREW", "/v1/cases"), ("GET", f"/{MARKER}?{MARKER}={MARKER}"),
        ("GET", f"/docs/assets/{MARKER}"), ("GET", "/docs/assets/%00"),
        ("GET", "/docs/assets/..%2f..%2fsettings.py"),
    ):  # fmt: skip
        answer = await world.call(None, method, path)
        check_refusal(answer, path)
        check_nothing_repeated(answer, path)
        assert answer.status_code in {404, 405}, path
    assert MARKER not in logs()


async def test_an_address_of_its_own_is_not_taken_for_a_resource_with_an_odd_id(
    world: World, scene: Scene
) -> None:
    answer = await world.call(None, "GET", "/v1/handoffs/assignments", headers=bearer(scene))
    check_refusal(answer, "GET")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    other = await world.call(None, "GET", "/v1/handoffs/assignment", headers=bearer(scene))
    assert other.status_code == 422
