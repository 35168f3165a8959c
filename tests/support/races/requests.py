"""The requests of the acts that meet, each by who usually makes it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from httpx import Response

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.races.stage import Stage

Send = Callable[[Stage], Awaitable[Response]]
_SOON = timedelta(milliseconds=4)
_BODIES: dict[str, Any] = {
    "accept": {}, "reject": {"reason": "no_capacity"}, "cancel": {"reason": "sent_in_error"},
    "request-cancellation": {"reason": "sent_in_error"}, "stop": {"reason": "safety"},
    "complete": {"outcome": "service_provided"}, "withdraw": {"reason": "situation_changed"},
    "decline": {"reason": "no_capacity"}, "confirm-arrival": {"condition_noted": False},
    "report-failed-arrival": {"reason": "person_missing"},
}  # fmt: skip


async def _move(
    stage: Stage, resource: str, name: str, agent: UUID, event: str, body: Any
) -> Response:
    row = stage.rows[name]
    path = f"/v1/{resource}/{row['id']}/{event}"
    return await stage.world.call(agent, "POST", path, body, version=row["version"])


def of_consent(event: str, name: str = "consent") -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        role = Role.SUPERVISOR if event == "mark-error" else Role.FIRST_RESPONDER
        agent = stage.custodian.agent(role)
        return _move(stage, "consents", name, agent, event, None)

    return send


def of_sender(event: str, name: str) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        role = Role.SUPERVISOR if event == "mark-error" else Role.FIRST_RESPONDER
        agent = stage.custodian.agent(role)
        return _move(stage, "referrals", name, agent, event, _BODIES.get(event))

    return send


def of_receiver(event: str, name: str) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        receiver = stage.other if name in {"second", "transfer"} else stage.shelter
        body = _BODIES.get(event)
        if event == "hold":
            tomorrow = datetime.now(UTC).date() + timedelta(days=1)
            body = {"reason": "illness", "review_on": tomorrow.isoformat()}
        return _move(stage, "referrals", name, receiver.agent(Role.INTAKE_OFFICER), event, body)

    return send


def of_handoff(event: str, name: str) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        agent = stage.home.agent(Role.SUPERVISOR)
        if event == "withdraw":
            agent = stage.custodian.agent(Role.SUPERVISOR)
        if event == "force":
            agent = stage.second_coordinator
        body = None if event in {"accept", "force"} else _BODIES[event]
        return _move(stage, "handoffs", name, agent, event, body)

    return send


def of_pending(event: str) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        agent = stage.world.second
        if event == "withdraw":
            agent = stage.custodian.agent(Role.ADMINISTRATOR)
        return _move(stage, "pending-changes", "pending", agent, event, None)

    return send


def leave(role: str, reason: str | None) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        body = {"active": False} | ({"takeover_reason": reason} if reason else {})
        return stage.world.call(
            stage.world.coordination.agent(Role.ADMINISTRATOR), "PATCH",
            f"/v1/organisations/{getattr(stage, role).id}", body, version=1,
        )  # fmt: skip

    return send


def _by_officer(method: str, path: str, body: dict[str, Any], *, about: bool = True) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        agent = stage.custodian.agent(Role.FIRST_RESPONDER)
        whole = body | ({"case_id": stage.case_id} if about else {})
        return stage.world.call(agent, method, path, whole)

    return send


register = _by_officer(
    "POST", "/v1/cases", {"sex": "female", "age_band": "25_59", "region": "BAMAKO",
                          "languages": ["bam"]}, about=False,
)  # fmt: skip


def replace_consent(stage: Stage) -> Awaitable[Response]:
    old = stage.rows["consent"]
    fields = ("given_by", "method", "language", "purposes", "recipients", "sections", "case_id")
    body = {name: old[name] for name in fields} | {"supersedes_id": old["id"]}
    officer = stage.custodian.agent(Role.FIRST_RESPONDER)
    return stage.world.call(officer, "POST", "/v1/consents", body)


def _of_file(event: str, body: Any) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        return _move(stage, "cases", "file", stage.custodian.agent(Role.SUPERVISOR), event, body)

    return send


close, reopen = _of_file("close", {"reason": "other"}), _of_file("reopen", None)


def correct(stage: Stage) -> Awaitable[Response]:
    officer, row = stage.custodian.agent(Role.FIRST_RESPONDER), stage.rows["file"]
    body = {"age_band": "15_17", "risk_flags": ["trafficker_searching"]}
    path = f"/v1/cases/{row['id']}"
    return stage.world.call(officer, "PATCH", path, body, version=row["version"])


def decide(event: str) -> Send:
    def send(stage: Stage) -> Awaitable[Response]:
        agent = stage.custodian.agent(Role.IDENTIFICATION_AUTHORITY)
        body = {"event": event} | ({"review_reason": "new_facts"} if event == "reconsider" else {})
        return stage.world.call(agent, "POST", f"/v1/cases/{stage.case_id}/decisions", body)

    return send


def offer(stage: Stage) -> Awaitable[Response]:
    body = {
        "case_id": stage.case_id, "kind": "protection", "to_id": str(stage.home.id),
        "priority": "urgent", "reason": "specialised_care",
        "consent_id": stage.rows["consent"]["id"],
    }  # fmt: skip
    supervisor = stage.custodian.agent(Role.SUPERVISOR)
    return stage.world.call(supervisor, "POST", "/v1/handoffs", body)


def assign(stage: Stage) -> Awaitable[Response]:
    coordinator = stage.world.coordination.agent(Role.COORDINATOR)
    return stage.world.call(coordinator, "POST", "/v1/handoffs/assignments", stage.assignment)


def write(stage: Stage) -> Awaitable[Response]:
    body = {
        "case_id": stage.case_id, "receiver_id": str(stage.shelter.id), "service_type": "shelter",
        "priority": "urgent", "consent_id": stage.rows["consent"]["id"],
    }  # fmt: skip
    officer = stage.custodian.agent(Role.FIRST_RESPONDER)
    return stage.world.call(officer, "POST", "/v1/referrals", body)


async def fewer_places(stage: Stage) -> Response:
    intake, path = (
        stage.shelter.agent(Role.INTAKE_OFFICER), f"/v1/organisations/{stage.shelter.id}/capacity"
    )  # fmt: skip
    version = await stage.world.owner.fetchval(
        "SELECT version FROM capacity WHERE organisation_id = $1", stage.shelter.id
    )
    return await stage.world.call(intake, "PUT", path, {"places": 0}, version=version)


async def wait(_: Stage) -> None:
    """Let time pass over a deadline that nothing stores."""
    await asyncio.sleep(_SOON.total_seconds())


async def timer(stage: Stage) -> None:
    """Persist what is overdue."""
    await asyncio.sleep(_SOON.total_seconds())
    await publish_overdue(stage.world.process.database)


def soon(table: str, name: str, column: str) -> Callable[[Stage], Awaitable[Any]]:
    """Let a deadline of a record pass in the midst of the race."""

    def prepare(stage: Stage) -> Awaitable[Any]:
        due = datetime.now(UTC) + _SOON
        return stage.world.rewrite(table, stage.rows[name], **{column: due})

    return prepare
