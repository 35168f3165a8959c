"""A retry has no second effect, and discloses nothing that the caller may no longer see."""

import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI

from referral_api.domain.casework.replay_visibility import READINGS
from referral_api.http.idempotency import key_digest
from referral_api.permissions import Role
from tests.support.route_table import ROWS
from tests.support.routes import guarded_routes
from tests.support.rubbish import bearer, check_refusal, role_for
from tests.support.scene import Relation, Scene
from tests.support.world import World

_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}
_CHILD = _CASE | {"age_band": "15_17"}


def _key() -> str:
    return secrets.token_hex(12)


async def _count(world: World, case_id: str) -> int:
    found: int = await world.owner.fetchval('SELECT count(*) FROM "case" WHERE id = $1', case_id)
    return found


async def test_a_replay_repeats_the_response_is_marked_and_is_recorded(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    first = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    again = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("ETag", "Location", "Content-Type"):
        assert first.headers[name] == again.headers[name]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    case_id = first.json()["id"]
    events = await world.events(subject_id=case_id, action="case:register")
    assert [(event["outcome"], event["code"]) for event in events] == [
        ("allowed", None), ("allowed", "replayed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "body"), [("/v1/cases", _CHILD), ("/v1/cases", _CASE | {"languages": []})]
)
async def test_a_key_belongs_to_one_request(world: World, path: str, body: dict[str, Any]) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    first = await world.done(officer, "POST", "/v1/cases", _CASE, key=key)
    other = await world.call(officer, "POST", path, body, key=key)
    check_refusal(other, "a key that was used")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    decisions = f"/v1/cases/{first['id']}/decisions"
    other = await world.call(officer, "POST", decisions, {"event": "begin_screening"}, key=key)
    assert other.json()["code"] == "idempotency-key-reused"


@pytest.mark.parametrize("wild", ["'; ROLLBACK; --", "\\x27' aminata", "$1", "%s {0} :key", "'||'"])
async def test_a_key_is_never_read_as_sql(world: World, wild: str) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), f"{wild}{_key()}"
    first = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    again = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    assert first.status_code == again.status_code == 201
    assert again.headers["Idempotent-Replayed"] == "true"
    found = await world.owner.fetch(
        "SELECT r::text AS content FROM idempotency_record r WHERE key = $1",
        key_digest(world.process.idempotency_secrets, key),
    )
    assert len(found) == 1
    assert wild not in found[0]["content"], "a key is stored in plain text"


async def test_a_response_is_stored_sealed_and_bound_to_its_key(world: World) -> None:
    officer, keys = world.police.agent(Role.FIRST_RESPONDER), (_key(), _key())
    responses = [await world.done(officer, "POST", "/v1/cases", _CASE, key=key) for key in keys]
    names = [key_digest(world.process.idempotency_secrets, key) for key in keys]
    find = "SELECT answer FROM idempotency_record WHERE key = $1"
    stored = [await world.owner.fetchval(find, name) for name in names]
    for case, sealed in zip(responses, stored, strict=True):
        assert case["code"].encode() not in sealed
        assert b"female" not in sealed
    await world.owner.execute(
        "UPDATE idempotency_record SET answer = $1 WHERE key = $2", stored[1], names[0]
    )
    again = await world.call(officer, "POST", "/v1/cases", _CASE, key=keys[0])
    assert (again.status_code, again.json()["code"]) == (500, "internal-error")
    assert responses[1]["code"] not in again.text


async def test_the_same_key_of_another_caller_is_another_key(world: World) -> None:
    key = _key()
    colleague = await world.make_agent(world.police, Role.FIRST_RESPONDER)
    callers = [
        world.police.agent(Role.FIRST_RESPONDER), colleague,
        world.ngo.agent(Role.FIRST_RESPONDER),
    ]  # fmt: skip
    responses = [
        await world.call(caller, "POST", "/v1/cases", _CASE, key=key) for caller in callers
    ]
    assert all("Idempotent-Replayed" not in answer.headers for answer in responses)
    assert len({answer.json()["id"] for answer in responses}) == 3


async def test_a_replay_after_access_was_lost_is_404(world: World) -> None:
    officer, supervisor = (
        world.police.agent(Role.FIRST_RESPONDER), world.police.agent(Role.SUPERVISOR)
    )  # fmt: skip
    key, decision_key = _key(), _key()
    case = await world.done(officer, "POST", "/v1/cases", _CASE, key=key)
    decisions = f"/v1/cases/{case['id']}/decisions"
    begin = {"event": "begin_screening"}
    await world.done(officer, "POST", decisions, begin, key=decision_key)
    for kind, receiver in (("investigation", world.prosecutor), ("protection", world.ngo)):
        offer = await world.an_offer(case["id"], kind=kind, to=receiver)
        await world.move(receiver.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    assert (await world.call(supervisor, "GET", f"/v1/cases/{case['id']}")).status_code == 404
    again = await world.call(officer, "POST", "/v1/cases", _CASE, key=key)
    assert again.status_code == 404
    assert case["code"] not in again.text
    (refused,) = await world.events(request_id=again.json()["request_id"])
    assert (refused["outcome"], refused["code"]) == ("refused", "not-found")


async def test_a_replay_by_an_agent_that_lost_the_role_is_403(world: World) -> None:
    key = _key()
    agent = await world.make_agent(world.police, Role.FIRST_RESPONDER)
    await world.done(agent, "POST", "/v1/cases", _CASE, key=key)
    await world.arrange(agent, "UPDATE agent SET roles = '{auditor}' WHERE id = $1", agent)
    world.process.actor_resolver._known.clear()
    assert (await world.call(agent, "POST", "/v1/cases", _CASE, key=key)).status_code == 403


async def test_a_key_is_honoured_on_a_transition_whatever_the_version_is_by_then(
    world: World,
) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    referral = await world.a_referral()
    path = f"/v1/referrals/{referral['id']}/send"
    first = await world.call(officer, "POST", path, version=1, key=key)
    again = await world.call(officer, "POST", path, version=1, key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    assert first.headers["ETag"] == again.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    without = await world.call(officer, "POST", path, version=1)
    assert without.status_code == 409


async def test_a_request_that_failed_leaves_its_key_free(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    refused = await world.call(officer, "POST", "/v1/cases", _CASE | {"sex": "no"}, key=key)
    assert refused.status_code == 422
    referral = await world.a_referral()
    path = f"/v1/referrals/{referral['id']}/send"
    stale = await world.call(officer, "POST", path, version=9, key=key)
    assert stale.status_code == 412
    sent = await world.call(officer, "POST", path, version=1, key=key)
    assert (sent.status_code, "Idempotent-Replayed" in sent.headers) == (200, False)


async def test_an_identity_is_never_stored_with_a_key(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), _key()
    case_id = (await world.a_case())["id"]
    headers = {"Idempotency-Key": key}
    path, body = f"/v1/cases/{case_id}/identity", {"family_name": "Testova"}
    count = "SELECT count(*) FROM idempotency_record"
    before = await world.owner.fetchval(count)
    await world.done(officer, "PUT", path, body, version=0, headers=headers)
    assert 0 < before == await world.owner.fetchval(count)


async def test_every_post_that_creates_needs_a_key(
    app: FastAPI, world: World, scene: Scene
) -> None:
    creating = [route for route in guarded_routes(app) if route.creates]
    assert len(creating) >= 8
    place = scene.places[Relation.OWN]
    for route in creating:
        row = ROWS[route.name]
        assert row.body is not None
        headers = bearer(scene, role_for(route)) | ({"If-Match": '"1"'} if route.changes else {})
        body: Any = row.body(place)
        sent = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await world._http.request(
            "POST", route.path.format_map(place), headers=headers, **sent
        )
        check_refusal(answer, route.name)
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-missing")


async def _accepted(world: World, key: str) -> tuple[str, dict[str, Any]]:
    """Accept a referral with this key; return the address of the acceptance, and the referral."""
    row = await world.a_referral()
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    path = f"/v1/referrals/{row['id']}/accept"
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    return path, await world.done(intake, "POST", path, {}, version=2, key=key)


@pytest.mark.parametrize("ended", ["by its sender", "by time"])
async def test_a_replay_of_ones_own_accept_does_not_open_a_sheet_that_has_closed(
    world: World, ended: str
) -> None:
    intake, key = world.shelter.agent(Role.INTAKE_OFFICER), _key()
    path, row = await _accepted(world, key)
    assert row["sheet"] is not None
    if ended == "by time":
        await world.rewrite("referral", row, start_by=datetime(2026, 1, 1, tzinfo=UTC))
    else:
        officer = world.police.agent(Role.FIRST_RESPONDER)
        await world.move(officer, "referrals", row, "stop", {"reason": "safety"})
    again = await world.call(intake, "POST", path, {}, version=2, key=key)
    read = await world.call(intake, "GET", path.removesuffix("/accept"))
    assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
    assert (again.content, again.headers["ETag"]) == (read.content, read.headers["ETag"])
    assert again.json()["sheet"] is None
    assert row["sheet"]["case_code"] not in again.text


async def test_a_replay_about_what_no_row_tells_how_to_read_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake, key = world.shelter.agent(Role.INTAKE_OFFICER), _key()
    path, row = await _accepted(world, key)
    monkeypatch.delitem(READINGS, "referral")
    again = await world.call(intake, "POST", path, {}, version=2, key=key)
    check_refusal(again, "a resource without a reading")
    assert again.status_code == 404
    assert row["sheet"]["case_code"] not in again.text
    (event,) = await world.events(request_id=again.headers["x-request-id"])
    assert (event["action"], event["outcome"], event["code"]) == (
        "referral:accept", "refused", "not-found",
    )  # fmt: skip
