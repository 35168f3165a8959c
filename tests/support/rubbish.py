"""Malformed input, and a caller that sends it to any route."""

import json
import secrets
from typing import Any

import httpx

from referral_api.permissions import ROLE_PERMISSIONS, Role
from tests.support.route_table import ROWS
from tests.support.routes import Route
from tests.support.scene import Relation, Scene
from tests.support.world import World

MARKER = "Zqmarqueur7f3a"
_M = MARKER.encode()
_DEPTH = 100_000

# name: the body, and the codes that are allowed
BODIES: dict[str, tuple[bytes, set[str]]] = {
    "empty": (b"", {"missing"}),
    "blank": (b"  ", {"missing", "invalid_json"}),
    "not JSON": (b'{"' + _M, {"invalid_json"}),
    "two documents": (b'{"%b": 1} {"%b": 1}' % (_M, _M), {"invalid_json"}),
    "bad UTF-8": (b'{"%b": "\xff\xfe"}' % _M, {"invalid_encoding"}),
    "UTF-16": (f'{{"{MARKER}": 1}}'.encode("utf-16"), {"invalid_encoding"}),
    "a byte order mark": (b'\xef\xbb\xbf{"%b": 1}' % _M, {"invalid_json"}),
    "an array": (b'[{"%b": "%b"}]' % (_M, _M), {"wrong_type"}),
    "a text": (b'"%b"' % _M, {"wrong_type"}),
    "a number": (b"17", {"wrong_type"}),
    "null": (b"null", {"missing", "wrong_type"}),
    "an unknown field": (b'{"%b": "%b"}' % (_M, _M), {"unknown_field", "missing"}),
    "deep arrays": (b"[" * _DEPTH, {"invalid_json"}),
    "deep objects": (b'{"a":' * _DEPTH, {"invalid_json"}),
    "closed deep arrays": (b"[" * _DEPTH + b"]" * _DEPTH, {"invalid_json", "wrong_type"}),
    "not a number": (b'{"%b": NaN, "x": Infinity}' % _M, {"invalid_json"}),
    "a huge number": (b'{"%b": %b}' % (_M, b"9" * 6000), {"invalid_json"}),
    "a huge exponent": (b'{"%b": 1e999999}' % _M, {"unknown_field", "missing"}),
    "a lone surrogate": (
        b'{"\\ud800%b": "\\ud800%b"}' % (_M, _M),
        {"unknown_field", "missing", "invalid_encoding"},
    ),
    "a NUL": (b'{"\\u0000%b": "\\u0000"}' % _M, {"unknown_field", "missing"}),
    "one name twice": (b'{"%b": 1, "%b": 2}' % (_M, _M), {"invalid_json"}),
}

# Put in the place of each field. Some are good values for some fields: then no harm is done.
VALUES: tuple[Any, ...] = (
    MARKER, f"{MARKER}\x00", f"\ud800{MARKER}", MARKER * 500, "", 17, -1, 1.5, 10**40, True, None,
    [MARKER], [[MARKER]], [f"\ud800{MARKER}"], [None], {MARKER: MARKER}, {f"\ud800{MARKER}": 1},
    [{MARKER: MARKER}], {"keys": [{"kid": f"\ud800{MARKER}"}]}, {"keys": [{"kid": MARKER, "x": 1}]},
    "2026-02-30", f"2026-02-30T00:00:00Z{MARKER}", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z", "9999-12-31",
)  # fmt: skip


def role_for(route: Route) -> Role:
    """A role that may use the route."""
    return next(role for role in Role if route.act in ROLE_PERMISSIONS[role])


async def send(
    world: World, scene: Scene, route: Route, body: bytes, **headers: str
) -> httpx.Response:
    """Send a body to a route as a caller that may use it."""
    role = role_for(route)
    place = scene.places[Relation.OWN]
    sent = {
        "Authorization": f"Bearer {scene.tokens[Relation.OWN, role]}",
        "Content-Type": "application/json", "Idempotency-Key": secrets.token_hex(8),
    }  # fmt: skip
    if route.changes:
        sent["If-Match"] = '"999999"'
    return await world.call(
        None, route.method, route.path.format_map(place), content=body, headers=sent | headers
    )


def bearer(scene: Scene, role: Role = Role.SUPERVISOR) -> dict[str, str]:
    return {"Authorization": f"Bearer {scene.tokens[Relation.OWN, role]}"}


def with_field(scene: Scene, route: Route, name: str, value: Any) -> bytes:
    """A good body of the route, but for one field."""
    row = ROWS[route.name]
    assert row.body is not None
    return json.dumps(row.body(scene.places[Relation.OWN]) | {name: value}).encode()


def check_refusal(answer: httpx.Response, what: object, language: str = "fr") -> None:
    """A clear 4xx, as a problem in the language asked for, which repeats nothing."""
    assert 400 <= answer.status_code < 500, (what, answer.status_code, answer.text[:300])
    assert answer.headers["content-type"] == "application/problem+json", what
    assert answer.headers["content-language"] == language
    problem = answer.json()
    assert problem["status"] == answer.status_code
    assert problem["title"]
    for error in problem.get("errors", []):
        assert {"pointer", "code", "message"} <= error.keys()
        assert error.keys() <= {"pointer", "code", "message", "allowed", "codelist"}
        assert error["message"], what
    check_nothing_repeated(answer, what)


def check_nothing_repeated(answer: httpx.Response, what: object) -> None:
    sent_back = (answer.text + str(answer.headers)).lower()
    assert MARKER.lower() not in sent_back, (what, sent_back[:500])
