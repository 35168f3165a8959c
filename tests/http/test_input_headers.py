"""Wrong headers: a clear 4xx that repeats nothing."""

from typing import Any

import pytest
from fastapi import FastAPI

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.route_table import ROWS
from tests.support.routes import guarded_routes
from tests.support.rubbish import MARKER, bearer, check_refusal
from tests.support.scene import Relation, Scene
from tests.support.world import World

# The caller that makes each change: the custodian, or the receiver of a referral or an offer.
_CHANGES = {
    "update_case": Relation.OWN, "record_identity": Relation.OWN, "withdraw_consent": Relation.OWN,
    "set_places": Relation.OWN, "refuse_handoff_request": Relation.OWN,
    "start_referral": Relation.GRANTED, "accept_handoff": Relation.GRANTED,
}  # fmt: skip
_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (None, 428, "version-missing"),
        ("", 428, "version-missing"),
        ("  ", 428, "version-missing"),
        ('W/"999999999"', 412, "stale-version"),
        ("*", 422, "malformed-input"),
        ('w/"1"', 422, "malformed-input"),
        ("W/1", 422, "malformed-input"),
        ('"1", "2"', 422, "malformed-input"),
        ("1", 422, "malformed-input"),
        ('"-1"', 422, "malformed-input"),
        ('"1.0"', 422, "malformed-input"),
        ('"' + "9" * 400 + '"', 422, "malformed-input"),
        (f'"{MARKER}"', 422, "malformed-input"),
        (b'"\xff\xb2"', 422, "malformed-input"),
        ('"999999999"', 412, "stale-version"),
    ],
)
async def test_a_change_needs_the_version_it_was_made_on(
    app: FastAPI, world: World, scene: Scene, logs: Logs, sent: Any, status: int, code: str
) -> None:
    place = scene.places[Relation.OWN]
    routes = [route for route in guarded_routes(app) if route.name in _CHANGES]
    assert len(routes) == len(_CHANGES)
    for route in routes:
        body = ROWS[route.name].body
        token = scene.tokens[_CHANGES[route.name], Role.SUPERVISOR]
        headers: Any = {"Authorization": f"Bearer {token}"}
        if sent is not None:
            headers["If-Match"] = sent
        answer = await world.call(
            None, route.method, route.path.format_map(place), body(place) if body else None,
            headers=headers,
        )  # fmt: skip
        check_refusal(answer, (route.name, sent))
        assert (answer.status_code, answer.json()["code"]) == (status, code), route.name
        if status == 422:
            (error,) = answer.json()["errors"]
            assert (error["pointer"], error["code"]) == ("header:If-Match", "invalid_etag")
    assert MARKER not in logs()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("", 422), ("k" * 201, 422), (MARKER * 20, 422), ("clé".encode(), 422),
        (b"\xff\xfe", 422), (b"a\x00b", 422), (b"a\tb", 422), ("k" * 200, 201),
        ('"8e03978e-40d5-43dd-bc93-6894a57f9324"', 201),
    ],
)  # fmt: skip
async def test_an_idempotency_key_is_short_printable_ascii(
    world: World, scene: Scene, logs: Logs, sent: Any, status: int
) -> None:
    headers = bearer(scene) | {"Idempotency-Key": sent}
    answer = await world.call(None, "POST", "/v1/cases", _CASE, headers=headers)
    assert answer.status_code == status, answer.text
    if status == 422:
        check_refusal(answer, sent)
        (error,) = answer.json()["errors"]
        assert error["pointer"] == "header:Idempotency-Key"
    assert MARKER not in logs()


@pytest.mark.parametrize(
    "sent",
    [
        MARKER, "", "Bearer", "Bearer ", f"Bearer {MARKER}", f"Basic {MARKER}",
        f"Bearer {MARKER}.{MARKER}.{MARKER}", "Bearer " + "a" * 60_000, b"Bearer \xff\xfe",
        b"Bearer a\x00b.c.d", "Bearer ....", "Bearer e30.e30.", f"Bearer x y {MARKER}",
    ],
)  # fmt: skip
async def test_a_token_of_rubbish_is_401(world: World, logs: Logs, sent: Any) -> None:
    answer = await world.call(None, "GET", "/v1/cases", headers={"Authorization": sent})
    check_refusal(answer, sent)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert MARKER not in logs()


@pytest.mark.parametrize("name", ["Accept-Language", "X-Request-ID", "Accept", "User-Agent"])
async def test_no_other_header_is_repeated_or_breaks_anything(
    world: World, scene: Scene, logs: Logs, name: str
) -> None:
    for value in (MARKER, MARKER * 5000, b"\xff\x00\xfe", f"{MARKER};q=,;q=nan, *;q=9e999"):
        headers: Any = bearer(scene) | {name: value}
        answer = await world.call(None, "GET", "/v1/cases?limit=0", headers=headers)
        check_refusal(answer, (name, value))
        assert answer.status_code == 422
    assert MARKER not in logs()
