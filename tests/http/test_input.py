"""Wrong input is a clear 4xx that says where and how, in the caller's language, and no more."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.draw import draw
from tests.support.route_table import ROWS
from tests.support.routes import Route, guarded_routes
from tests.support.rubbish import (
    BODIES,
    MARKER,
    VALUES,
    check_nothing_repeated,
    check_refusal,
    send,
    with_field,
)
from tests.support.scene import Scene
from tests.support.world import World


def _with_body(app: FastAPI) -> list[Route]:
    routes = [route for route in guarded_routes(app) if route.has_body]
    assert len(routes) > 25
    return routes


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_of_rubbish_is_malformed_input_on_every_route(
    app: FastAPI, world: World, scene: Scene, logs: Logs, name: str
) -> None:
    body, codes = BODIES[name]
    for route in _with_body(app):
        answer = await send(world, scene, route, body)
        check_refusal(answer, (route.name, name))
        assert answer.status_code == 422, (route.name, answer.text)
        found = {error["code"] for error in answer.json()["errors"]}
        assert found <= codes, (route.name, found)
        assert found & codes, route.name
    assert MARKER not in logs()


async def test_a_body_that_cannot_be_read_is_refused_after_the_caller_is_known_and_recorded(
    world: World,
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    body, headers = b'{"sex": "female", "sex": "male"}', {"Content-Type": "application/json"}
    answer = await world.call(None, "POST", "/v1/cases", content=body, headers=headers)
    assert answer.status_code == 401
    answer = await world.call(officer, "POST", "/v1/cases", content=body, headers=headers)
    check_refusal(answer, "a member twice")
    event = (await world.events(action="case:register", agent_id=officer))[-1]
    assert (event["outcome"], event["code"]) == ("refused", "malformed-input")


def _fields(app: FastAPI, route: Route) -> Iterator[str]:
    contract = app.openapi()
    body = contract["paths"][route.path][route.method.lower()]["requestBody"]
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    yield from contract["components"]["schemas"][name]["properties"]


@pytest.mark.matrix
async def test_no_value_of_any_field_breaks_the_service_or_is_repeated(
    app: FastAPI, world: World, scene: Scene, logs: Logs
) -> None:
    gate = asyncio.Semaphore(4)

    async def try_value(route: Route, field: str, value: Any) -> None:
        async with gate:
            answer = await send(world, scene, route, with_field(scene, route, field, value))
        what = (route.name, field, value)
        if answer.is_success:
            # Names of organisations, agents and systems, and what goes to the vault, are shown.
            assert answer.status_code in {200, 201}, what
            return
        check_refusal(answer, what)
        # Where the rest of the body is refused as well, another member may be named first.
        elsewhere = ROWS[route.name].inside == 422
        for error in [] if elsewhere else answer.json().get("errors", []):
            assert error["pointer"] in {"", f"/{field}"} or error["pointer"].startswith(
                f"/{field}/"
            ), what

    cells = [
        (route, field, number)
        for route in _with_body(app)
        for field in _fields(app, route)
        for number in range(len(VALUES))
    ]
    async with asyncio.TaskGroup() as tasks:
        for route, field, number in draw.of(
            cells, lambda cell: (cell[0].name, *cell[1:]), lambda cell: (cell[0].name, cell[1])
        ):
            tasks.create_task(try_value(route, field, VALUES[number]))
    assert MARKER not in logs()


@pytest.mark.parametrize(
    ("name", "field", "value", "pointer", "code"),
    [
        ("register_case", "age_in_doubt", "true", "/age_in_doubt", "wrong_type"),
        ("register_case", "sex", 17, "/sex", "invalid_value"),
        ("register_case", "id", 17, "/id", "wrong_type"),
        ("register_case", "id", MARKER, "/id", "invalid_id"),
        ("register_case", "languages", [MARKER], "/languages/0", "invalid_value"),
        ("register_case", MARKER, 1, "", "unknown_field"),
        ("set_places", "places", "5", "/places", "wrong_type"),
        ("set_places", "places", 5.5, "/places", "wrong_type"),
        ("set_places", "places", -1, "/places", "out_of_range"),
        ("record_identity", "birth_date", "2026-02-30", "/birth_date", "invalid_date"),
        ("record_identity", "birth_date", 20260230, "/birth_date", "invalid_value"),
        ("record_identity", "family_name", MARKER * 20, "/family_name", "too_long"),
        ("record_identity", "family_name", "", "/family_name", "too_short"),
        ("record_identity", "family_name", "\x00", "/family_name", "invalid_characters"),
        ("record_identity", "family_name", "\ud800", "/family_name", "invalid_encoding"),
        ("record_identity", "phones", [MARKER] * 11, "/phones", "too_long"),
        ("schedule_referral", "appointment_at", 1735689600, "/appointment_at", "invalid_value"),
        ("schedule_referral", "appointment_at", "2026-01-01", "/appointment_at", "invalid_date"),
        (
            "depart_handoff", "expected_arrival", "9999-12-31T23:59:59Z", "/expected_arrival",
            "out_of_range",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_field_is_pointed_at_with_a_code_and_words_in_the_language_asked_for(
    app: FastAPI, world: World, scene: Scene, name: str, field: str, value: Any, pointer: str,
    code: str, language: str,
) -> None:  # fmt: skip
    (route,) = [route for route in guarded_routes(app) if route.name == name]
    body = with_field(scene, route, field, value)
    headers = {} if language == "fr" else {"Accept-Language": "en-GB, fr;q=0.5"}
    answer = await send(world, scene, route, body, **headers)
    check_refusal(answer, (name, field, value), language)
    assert answer.status_code == 422
    found = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
    assert found == [(pointer, code)]
    french = {"Une valeur", "La valeur", "Un champ", "Ce champ", "Le texte", "Un nom"}
    message = answer.json()["errors"][0]["message"]
    assert any(message.startswith(words) for words in french) == (language == "fr"), message


async def _pieces(total: int) -> AsyncIterator[bytes]:
    for _ in range(total // 65536):
        yield MARKER.encode().ljust(65536, b"x")


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_one_mebibyte_is_413_announced_or_not(
    app: FastAPI, world: World, scene: Scene, announced: bool
) -> None:
    routes = [*_with_body(app), *(r for r in guarded_routes(app) if r.name == "send_referral")]
    for route in routes[:: 1 if announced else 8]:
        body: Any = b"x" * (1024 * 1024 + 1) if announced else _pieces(3 * 1024 * 1024)
        answer = await send(world, scene, route, body)
        check_refusal(answer, route.name)
        assert answer.status_code == 413, route.name
        assert answer.json()["code"] == "body-too-large"


async def test_null_is_a_value_of_the_wrong_type_and_nothing_is_missing(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    headers = {
        "Authorization": f"Bearer {world.token(officer)}", "Idempotency-Key": "n" * 24,
        "Content-Type": "application/json",
    }  # fmt: skip
    for body, code in ((b"null", "wrong_type"), (b"", "missing")):
        answer = await world._http.request("POST", "/v1/cases", content=body, headers=headers)
        errors = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
        assert (answer.status_code, errors) == (422, [("", code)])


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "", MARKER]
)
async def test_a_body_that_does_not_say_it_is_json_is_not_read_as_json(
    app: FastAPI, world: World, scene: Scene, content_type: str
) -> None:
    (route,) = [route for route in guarded_routes(app) if route.name == "register_case"]
    body = with_field(scene, route, "languages", [])
    answer = await send(world, scene, route, body, **{"Content-Type": content_type})
    check_refusal(answer, content_type)
    assert answer.status_code == 422


async def test_a_refusal_of_malformed_input_is_recorded_without_the_input(
    app: FastAPI, world: World, scene: Scene
) -> None:
    (route,) = [route for route in guarded_routes(app) if route.name == "register_case"]
    answer = await send(world, scene, route, with_field(scene, route, "sex", MARKER))
    (event,) = await world.events(request_id=_request_id(answer))
    assert (event["action"], event["outcome"], event["code"]) == (
        "case:register", "refused", "malformed-input",
    )  # fmt: skip
    assert MARKER not in str(event)
    check_nothing_repeated(answer, "a refusal")


def _request_id(answer: httpx.Response) -> str:
    found: str = answer.json()["request_id"]
    assert answer.headers["X-Request-ID"] == found
    return found
