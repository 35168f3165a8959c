"""Short messages that become tips: signed, taken once, and their sender sealed."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from referral_api.permissions import Role
from referral_api.settings import Settings
from tests.support.tips import coordinator
from tests.support.world import TestOrganisation, World

_SECRET = "a-secret-of-the-gateway-0123456789"
_PATH = "/v1/incoming-messages"


@pytest.fixture
async def desk(world: World) -> TestOrganisation:
    return await world.make_organisation("hotline")


@pytest.fixture
def hook(world: World, desk: TestOrganisation) -> Iterator[None]:
    """Let the service take the messages of a desk's gateway."""
    before = world.app.state.process
    settings = before.settings.model_copy(
        update={
            "incoming_message_organisation": desk.id,
            "incoming_message_secret": SecretStr(_SECRET),
        }
    )
    world.app.state.process = replace(before, settings=settings)
    yield
    world.app.state.process = before


async def _send(
    world: World, message: Any, *, secret: str = _SECRET, at: int | None = None, spoil: bool = False
) -> httpx.Response:
    body, stamp = json.dumps(message).encode(), str(at or int(time.time()))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {
        "X-Timestamp": stamp, "X-Signature": f"sha256={signed}", "Content-Type": "application/json"
    }  # fmt: skip
    transport = httpx.ASGITransport(world.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as gateway:
        return await gateway.post(_PATH, content=body + b" " * spoil, headers=headers)


def _message(**fields: Any) -> dict[str, Any]:
    return {
        "message_id": secrets.token_hex(8), "sender": "+22388888888",
        "text": "Repère : des gens enfermés",
    } | fields  # fmt: skip


async def test_the_hook_is_off_until_an_operator_sets_its_secret(world: World) -> None:
    assert (await _send(world, _message())).status_code == 404


@pytest.mark.usefixtures("hook")
async def test_a_signed_message_becomes_a_tip_once_and_its_sender_is_sealed(
    world: World, desk: TestOrganisation
) -> None:
    message = _message()
    for _ in range(2):
        answer = await _send(world, message)
        assert (answer.status_code, answer.json()) == (200, {"received": True})
    (row,) = await world.owner.fetch(
        "SELECT t.id, t::text AS said, t.recorded_by_agent_id FROM tip t"
        " WHERE recorded_by_organisation_id = $1", desk.id,
    )  # fmt: skip
    assert row["recorded_by_agent_id"] is None
    for marker in ("Repère", "88888888"):
        assert marker not in row["said"]
    body = {"organisation_id": str(world.police.id)}
    path = f"/v1/tips/{row['id']}"
    danger = await world.call(coordinator(world), "POST", f"{path}/assign", body, version=1)
    assert danger.status_code == 409  # nobody knows yet that there is danger, and no child
    child = await world.make_organisation("child_protection")
    body = {"organisation_id": str(child.id)}
    await world.done(coordinator(world), "POST", f"{path}/assign", body, version=1)
    opened = await world.done(child.agent(Role.CASE_WORKER), "GET", f"{path}/source")
    assert opened["phone"] == "+22388888888"
    (event,) = await world.events(action="tip:report", subject_id=row["id"])
    assert (event["organisation_id"], event["agent_id"]) == (desk.id, None)


@pytest.mark.usefixtures("hook")
async def test_nobody_dismisses_a_short_message_alone(world: World, desk: TestOrganisation) -> None:
    assert (await _send(world, _message())).status_code == 200
    tip_id = await world.owner.fetchval(
        "SELECT id FROM tip WHERE recorded_by_organisation_id = $1", desk.id
    )
    child = await world.make_organisation("child_protection")
    tip: dict[str, Any] = {"id": str(tip_id), "version": 1}
    body = {"organisation_id": str(child.id)}
    tip = await world.move(coordinator(world), "tips", tip, "assign", body)
    first, second = child.agent(Role.CASE_WORKER), child.agent(Role.SUPERVISOR)
    path, vague = f"/v1/tips/{tip_id}/dismiss", {"reason": "too_vague"}
    alone = await world.call(first, "POST", path, vague, version=2)
    assert (alone.status_code, alone.json()["code"]) == (409, "second-person-needed")
    tip = await world.move(first, "tips", tip, "propose-dismissal", vague)
    tip = await world.move(second, "tips", tip, "dismiss", vague)
    assert tip["status"] == "dismissed"
    (event,) = await world.events(action="tip:dismiss", subject_id=tip_id, outcome="allowed")
    assert event["agent_id"] == second


@pytest.mark.usefixtures("hook")
async def test_a_message_that_is_not_signed_now_by_the_gateway_is_refused(
    world: World, desk: TestOrganisation
) -> None:
    for wrong in (
        {"secret": "another-secret-0123456789-0123456789"},
        {"spoil": True},
        {"at": int(time.time()) - 3600},
    ):
        answer = await _send(world, _message(), **wrong)
        assert answer.status_code == 401
    assert not await world.owner.fetchval(
        "SELECT count(*) FROM tip WHERE recorded_by_organisation_id = $1", desk.id
    )


@pytest.mark.usefixtures("hook")
async def test_a_message_of_another_form_is_refused_without_repeating_it(world: World) -> None:
    for message, pointer in ((_message(text=""), "/text"), (["Repère"], "/")):
        answer = await _send(world, message)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
        assert "Repère" not in answer.text


def test_a_secret_needs_a_desk_and_some_length() -> None:
    desk = UUID(int=1)
    wrong: tuple[dict[str, Any], ...] = (
        {"incoming_message_secret": _SECRET},
        {"incoming_message_secret": "short", "incoming_message_organisation": desk},
        {"tip_assignees": {"KAYES": {"ngo": str(desk)}}},
        {"tip_clocks": {}},
    )
    for fields in wrong:
        with pytest.raises(ValidationError):
            Settings(**fields)
