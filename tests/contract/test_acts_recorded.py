"""Every guarded route succeeds once: its event names its permission, and its replay tells no more
than a reading.
"""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import Response

from referral_api.domain.casework.replay_visibility import READINGS
from referral_api.permissions import HOLDERS, DecisionPermission, Permission, Role
from tests.support.calls import call_body, give_telephone
from tests.support.inquiries import an_inquiry, order_for
from tests.support.instants import tomorrow
from tests.support.routes import Route, guarded_routes
from tests.support.scene import KEYS, an_alert
from tests.support.world import World

# What a success records beside the permission of its route: acts that follow from it.
FOLLOWING = {
    "confirm_pending_change": {"agent:update"},
    "correct_call": {"referral:follow_call"},
    "grant_handoff_request": {"handoff:offer"},
    "record_handoff_call": {"handoff:decline"},
    "record_referral_call": {"referral:accept"},
    "withdraw_consent": {"handoff:withdraw", "referral:stop"},
}
_OTHER_READING = {"decision": DecisionPermission.LIST}


def _read(response: Response) -> Any:
    """Return a body as a reading would, which names no pending change."""
    body = response.json()
    return body | {"pending_change_id": None} if "pending_change_id" in body else body


class Walk:
    """Takes routes by their names, and remembers which."""

    def __init__(self, app: FastAPI, world: World) -> None:
        self.routes = {route.name: route for route in guarded_routes(app)}
        self.world, self.taken = world, set[str]()

    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None, **ids: Any
    ) -> Any:
        """Take a route; check its event, and its replay if it has a key."""
        route, key = self.routes[name], secrets.token_hex(12)
        call = (caller, route.method, route.path.format_map(ids), body)
        first = await self.world.call(*call, key=key, version=version)
        assert first.is_success, f"{name}: {first.text}"
        acts = await self._allowed(first.headers["x-request-id"])
        assert set(acts) - FOLLOWING.get(name, set()) == {route.act}, (name, acts)
        if route.method == "POST":
            again = await self.world.call(*call, key=key, version=version)
            assert (again.status_code, again.json()) == (first.status_code, _read(first)), name
            assert again.headers["Idempotent-Replayed"] == "true"
            for header in ("ETag", "Location"):
                assert again.headers.get(header) == first.headers.get(header), name
            assert await self._allowed(again.headers["x-request-id"]) == [route.act], name
        self.taken.add(name)
        return first.json()

    async def _allowed(self, request_id: str) -> list[str]:
        events = await self.world.events(request_id=request_id)
        assert {event["outcome"] for event in events} == {"allowed"}
        return [event["action"] for event in events]


async def _network(walk: Walk, world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    named = {"name": f"Foyer {secrets.token_hex(4)}", "type": "ngo", "htcds_type": "NGO"}
    made = await walk.take("create_organisation", administrator, named)
    home = made["id"]
    await walk.take("list_organisations", administrator)
    await walk.take("read_organisation", administrator, organisation_id=home)
    await walk.take("update_organisation", administrator, {}, version=1, organisation_id=home)
    body = {"organisation_id": home, "name": "Agent", "roles": ["case_worker"]}
    agent = await walk.take("create_agent", administrator, body)
    await walk.take("list_agents", administrator)
    await walk.take("read_agent", administrator, agent_id=agent["id"])
    await walk.take("update_agent", administrator, {}, version=1, agent_id=agent["id"])
    body = {"organisation_id": home, "name": "System", "jwks": KEYS}
    client = await walk.take("create_client", administrator, body)
    await walk.take("list_clients", administrator)
    await walk.take("read_client", administrator, client_id=client["id"])
    await walk.take("update_client", administrator, {}, version=1, client_id=client["id"])
    await _pending_changes(walk, world, home)
    await walk.take("search_audit_events", world.oversight.agent(Role.AUDITOR))
    await walk.take("follow_outgoing_events", world.police.agent(Role.SUPERVISOR))


async def _pending_changes(walk: Walk, world: World, home: str) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    await walk.take("list_pending_changes", administrator)
    for name, by in (
        ("refuse", world.second), ("withdraw", administrator), ("confirm", world.second),
    ):  # fmt: skip
        body = {"organisation_id": home, "name": "Agent", "roles": ["administrator"]}
        agent = await world.done(administrator, "POST", "/v1/agents", body)
        of = {"pending_change_id": agent["pending_change_id"]}
        await walk.take("read_pending_change", by, **of)
        await walk.take(f"{name}_pending_change", by, version=1, **of)


async def _file(walk: Walk, world: World) -> None:
    officer, supervisor = (
        world.police.agent(Role.FIRST_RESPONDER), world.police.agent(Role.SUPERVISOR)
    )  # fmt: skip
    body = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}
    case = await walk.take("register_case", officer, body)
    of = {"case_id": case["id"]}
    await walk.take("list_cases", officer)
    await walk.take("read_case", officer, **of)
    await walk.take("read_custody", officer, **of)
    await walk.take("update_case", officer, {"region": "GAO"}, version=1, **of)
    await walk.take("record_identity", officer, {"family_name": "Testova"}, version=0, **of)
    await walk.take("read_identity", officer, **of)
    await walk.take("record_decision", officer, {"event": "begin_screening"}, **of)
    await walk.take("list_decisions", officer, **of)
    case = await world.rewrite("case", case, death_reported_at=datetime.now(UTC))
    case = await walk.take("refute_death", supervisor, version=3, **of)
    body = {"reason": "support_completed"}
    case = await walk.take("close_case", supervisor, body, version=case["version"], **of)
    await walk.take("reopen_case", supervisor, version=case["version"], **of)


async def _consents(walk: Walk, world: World) -> None:
    officer, supervisor = (
        world.police.agent(Role.FIRST_RESPONDER), world.police.agent(Role.SUPERVISOR)
    )  # fmt: skip
    case_id = (await world.a_case())["id"]

    async def awaited(answer: str = "awaited") -> dict[str, Any]:
        body = {
            "case_id": case_id, "given_by": "self", "method": "written", "language": "bam",
            "purposes": ["care"], "recipients": [str(world.shelter.id)], "sections": ["identity"],
            "answer": answer,
        }  # fmt: skip
        made: dict[str, Any] = await walk.take("record_consent", officer, body)
        return made

    consent = await awaited()
    await walk.take("list_consents", officer)
    await walk.take("read_consent", officer, consent_id=consent["id"])
    await walk.take("confirm_consent", officer, version=1, consent_id=consent["id"])
    draft = await world.a_referral(case_id, consent_id=consent["id"], shared_sections=["identity"])
    await world.move(officer, "referrals", draft, "send")
    await walk.take("withdraw_consent", officer, version=2, consent_id=consent["id"])
    await walk.take("refuse_consent", officer, version=1, consent_id=(await awaited())["id"])
    wrong = await awaited("given")
    await walk.take("mark_consent_as_error", supervisor, version=1, consent_id=wrong["id"])


_LATER = tomorrow()
# The way of a referral from its draft: who takes which route, and with what.
_REFERRALS: list[list[tuple[str, str, Any]]] = [
    [
        ("send_referral", "sender", None), ("acknowledge_referral", "receiver", None),
        ("accept_referral", "receiver", {}),
        ("schedule_referral", "receiver", {"appointment_at": _LATER}),
        ("start_referral", "receiver", None), ("note_referral", "receiver", {}),
        ("hold_referral", "receiver", {"reason": "illness"}),
        ("resume_referral", "receiver", None),
        ("complete_referral", "receiver", {"outcome": "service_provided"}),
        ("mark_referral_as_error", "sender", None),
    ],
    [
        ("send_referral", "sender", None), ("accept_referral", "receiver", {}),
        ("request_cancellation", "sender", {"reason": "other"}),
        ("withdraw_cancellation_request", "sender", None),
        ("request_cancellation", "sender", {"reason": "other"}),
        ("refuse_cancellation", "receiver", None),
        ("request_cancellation", "sender", {"reason": "other"}),
        ("confirm_cancellation", "receiver", None),
    ],
    [
        ("send_referral", "sender", None), ("accept_referral", "receiver", {}),
        ("depart_referral", "sender", {"expected_arrival": _LATER, "escorted": True}),
        ("fail_referral", "receiver", {"reason": "no_capacity"}),
    ],
    [("send_referral", "sender", None), ("reject_referral", "receiver", {"reason": "no_capacity"})],
    [("cancel_referral", "sender", {"reason": "other"})],
    [("stop_referral", "sender", {"reason": "safety"})],
]  # fmt: skip


async def _referrals(walk: Walk, world: World) -> None:
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.SUPERVISOR)
    now = await world.owner.fetchval("SELECT (now() + interval '2 days')::date::text")
    who = {"sender": sender, "receiver": receiver}
    for way in _REFERRALS:
        case_id = (await world.a_case())["id"]
        row = await walk.take("create_referral", sender, {
            "case_id": case_id, "receiver_id": str(world.shelter.id), "service_type": "shelter",
            "priority": "urgent", "shared_sections": ["identity"],
            "consent_id": (await world.a_consent(case_id, world.shelter))["id"],
        })  # fmt: skip
        for name, side, body in way:
            sent = body | {"review_on": now} if name == "hold_referral" else body
            if name == "depart_referral":
                sent = body | {"happened_at": datetime.now(UTC).isoformat()}
            row = await walk.take(
                name, who[side], sent, version=row["version"], referral_id=row["id"]
            )
        await walk.take("read_referral", sender, referral_id=row["id"])
    await walk.take("list_referrals", sender)
    await walk.take("summarise_referrals", sender)
    await walk.take("read_capacity", receiver, organisation_id=world.shelter.id)
    home = await world.make_organisation("shelter")
    agent = home.agent(Role.SUPERVISOR)
    await walk.take("set_places", agent, {"places": 9}, version=0, organisation_id=home.id)


_ARRIVAL = {"condition_noted": True}
_HANDOFFS: list[list[tuple[str, str, Any]]] = [
    [
        ("accept_handoff", "receiver", None),
        ("depart_handoff", "sender", {"escorted": True, "expected_arrival": _LATER}),
        ("confirm_arrival", "receiver", _ARRIVAL),
    ],
    [
        ("accept_handoff", "receiver", None),
        ("report_failed_arrival", "receiver", {"reason": "person_left"}),
    ],
    [("decline_handoff", "receiver", {"reason": "no_capacity"})],
    [("withdraw_handoff", "sender", {"reason": "safety"})],
]


async def _handoffs(walk: Walk, world: World) -> None:
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)
    who = {"sender": sender, "receiver": receiver}
    for way in _HANDOFFS:
        case_id = (await world.a_case())["id"]
        row = await walk.take("offer_handoff", sender, {
            "case_id": case_id, "kind": "protection", "to_id": str(world.ngo.id),
            "priority": "urgent", "reason": "specialised_care", "physical": True,
            "consent_id": (await world.a_consent(case_id, world.ngo))["id"],
        })  # fmt: skip
        for name, side, body in way:
            row = await walk.take(
                name, who[side], body, version=row["version"], handoff_id=row["id"]
            )
        await walk.take("read_handoff", sender, handoff_id=row["id"])
    await walk.take("list_handoffs", sender)
    first = world.coordination.agent(Role.COORDINATOR)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    body = {
        "case_id": (await world.a_case())["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "reason": "safety",
    }  # fmt: skip
    row = await walk.take("assign_handoff", first, body)
    await walk.take("force_handoff", second, version=1, handoff_id=row["id"])
    for name in ("grant_handoff_request", "refuse_handoff_request"):
        await _request(walk, world, name)


async def _accusations(walk: Walk, world: World) -> None:
    custodian = world.ngo.agent(Role.SUPERVISOR)
    case_id = (await world.a_case(world.ngo))["id"]
    body = {"case_id": case_id, "organisation_id": str(world.police.id)}
    row = await walk.take("record_accusation", custodian, body)
    await walk.take("list_accusations", custodian)
    await walk.take("read_accusation", custodian, accusation_id=row["id"])
    await walk.take("lift_accusation", custodian, version=1, accusation_id=row["id"])
    alert_id = await an_alert(world, world.ngo, UUID(case_id))
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await walk.take("list_alerts", coordinator)
    await walk.take("read_alert", coordinator, alert_id=alert_id)
    await walk.take("take_up_alert", coordinator, version=1, alert_id=alert_id)
    await walk.take("settle_alert", coordinator, version=2, alert_id=alert_id)


async def _request(walk: Walk, world: World, name: str) -> None:
    sender, asker = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)
    draft = await world.a_referral(to=world.ngo)
    sent = await world.move(sender, "referrals", draft, "send")
    await world.move(asker, "referrals", sent, "accept", {})
    body = {"case_id": draft["case_id"], "kind": "protection", "reason": "specialised_care"}
    row = await walk.take("create_handoff_request", asker, body)
    await walk.take("list_handoff_requests", asker)
    await walk.take("read_handoff_request", asker, request_id=row["id"])
    terms = {"priority": "urgent", "consent_id": draft["consent_id"]}
    answer = terms if name == "grant_handoff_request" else {"reason": "no_capacity"}
    await walk.take(name, sender, answer, version=1, request_id=row["id"])


async def _orders(walk: Walk, world: World) -> None:
    case = await an_inquiry(world)
    agent, of = world.prosecutor.agent(Role.MAGISTRATE), {"case_id": case["id"]}
    body = order_for(world.prosecutor)
    order = await walk.take("record_identity_order", agent, body, **of)
    await walk.take("list_identity_orders", agent, **of)
    await walk.take("read_identity_order", agent, order_id=order["id"])
    await walk.take("lift_identity_order", agent, version=1, order_id=order["id"])


async def _calls(walk: Walk, world: World) -> None:
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.SUPERVISOR)
    await give_telephone(world, world.shelter, world.ngo)
    for name, body in (("confirm_call", None), ("correct_call", {"reason": "not_said"})):
        row = await world.move(sender, "referrals", await world.a_referral(), "send")
        call = await walk.take(
            "record_referral_call", sender, call_body("accept"), version=row["version"],
            referral_id=row["id"],
        )  # fmt: skip
        await walk.take("read_call", sender, call_id=call["id"])
        await walk.take(name, receiver, body, version=1, call_id=call["id"])
    await walk.take("list_calls", receiver)
    offer = await world.an_offer(kind="protection")
    await walk.take(
        "record_handoff_call", sender, call_body("decline"), version=1, handoff_id=offer["id"]
    )


async def test_each_success_is_recorded_under_the_permission_of_its_route_and_so_is_its_replay(
    app: FastAPI, world: World
) -> None:
    walk = Walk(app, world)
    for part in (
        _network, _file, _consents, _referrals, _handoffs, _accusations, _orders, _calls,
    ):  # fmt: skip
        await part(walk, world)
    assert set(walk.routes) - walk.taken == set()


def _keyed(app: FastAPI) -> list[tuple[str, Permission]]:
    routes: list[Route] = [route for route in guarded_routes(app) if route.method == "POST"]
    return [(route.name, route.act) for route in routes if route.act is not None]


def test_the_resource_of_every_keyed_route_has_a_reading_and_no_other_has(app: FastAPI) -> None:
    keyed = _keyed(app)
    assert len(keyed) > 30
    assert {act.partition(":")[0] for _, act in keyed} == set(READINGS)


@pytest.mark.parametrize("subject", READINGS)
def test_whoever_may_have_a_response_replayed_may_read_its_resource(
    app: FastAPI, subject: str
) -> None:
    reading = _OTHER_READING.get(subject, f"{subject}:read")
    readers = next(roles for act, roles in HOLDERS.items() if act == reading)
    for name, act in _keyed(app):
        if act.partition(":")[0] == subject:
            assert HOLDERS[act] <= readers, name
