"""Every guarded route succeeds once: its event names its permission, and its replay tells no more
than a reading.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx import Response

from referral_api.domain.casework.replay_visibility import READINGS
from referral_api.permissions import HOLDERS, DecisionPermission, Permission, Role
from tests.support.calls import call_body, give_telephone
from tests.support.contributions import a_filled_form, a_quarter, a_request, lines
from tests.support.directory import ADDRESS, DIRECTORY, NEED, directory_keeper
from tests.support.inquiries import an_inquiry, order_for
from tests.support.instants import tomorrow
from tests.support.notices import a_notice
from tests.support.programme import KINDS, a_body, keeper
from tests.support.routes import SEARCHES, Route, guarded_routes
from tests.support.scene import KEYS, an_alert
from tests.support.stays import accepted, ago, arrived
from tests.support.world import World

# What a success records beside the permission of its route: acts that follow from it.
FOLLOWING = {
    "accept_referral_group": {"referral:accept"},
    "arrive_stay": {"referral:start"},
    "confirm_pending_change": {"agent:update"},
    "correct_call": {"referral:follow_call"},
    "depart_stay": {"referral:complete"},
    "freeze_contribution_request": {"cut:take"},
    "grant_handoff_request": {"handoff:offer"},
    "hand_over_group": {"handoff:offer"},
    "make_contribution_report": {"figure:ask"},
    "record_handoff_call": {"handoff:decline"},
    "record_referral_call": {"referral:accept"},
    "reject_referral_group": {"referral:reject"},
    "search_placement": {"unmet_need:record"},
    "send_referral_group": {"referral:create", "referral:send"},
    "take_over_group": {"handoff:accept"},
    "view_coordination_board": {"figure:ask"},
    "withdraw_consent": {"handoff:withdraw", "referral:stop"},
}
_OTHER_READING = {"decision": DecisionPermission.LIST}


def _read(response: Response) -> Any:
    """Return a body as a reading would, which names no pending change and no secret."""
    body = response.json()
    once = {"pending_change_id", "secret"} & body.keys()
    return body | dict.fromkeys(once)


class Walk:
    """Takes routes by their names, and remembers which."""

    def __init__(self, app: FastAPI, world: World) -> None:
        self.routes = {route.name: route for route in guarded_routes(app)}
        self.world, self.taken = world, set[str]()

    async def take(
        self, name: str, caller: UUID, body: Any = None, *, version: int | None = None,
        asked: Mapping[str, Any] | None = None, **ids: Any,
    ) -> Any:  # fmt: skip
        """Take a route; check its event, and its replay if it has a key."""
        route, key = self.routes[name], secrets.token_hex(12)
        query = f"?{urlencode(asked)}" if asked else ""
        call = (caller, route.method, route.path.format_map(ids) + query, body)
        first = await self.world.call(*call, key=key, version=version)
        assert first.is_success, f"{name}: {first.text}"
        acts = await self._allowed(first.headers["x-request-id"])
        assert set(acts) - FOLLOWING.get(name, set()) == {route.act}, (name, acts)
        if route.keyed:
            again = await self.world.call(*call, key=key, version=version)
            assert (again.status_code, again.json()) == (first.status_code, _read(first)), name
            assert again.headers["Idempotent-Replayed"] == "true"
            for header in ("ETag", "Location"):
                assert again.headers.get(header) == first.headers.get(header), name
            assert await self._allowed(again.headers["x-request-id"]) == [route.act], name
        self.taken.add(name)
        is_json = first.headers["content-type"] == "application/json"
        return first.json() if is_json else first.content

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
    [("name_shelter", "coordinator", None), ("cancel_referral", "sender", {"reason": "other"})],
    [("stop_referral", "sender", {"reason": "safety"})],
]  # fmt: skip


async def _referrals(walk: Walk, world: World) -> None:
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.shelter.agent(Role.SUPERVISOR)
    now = await world.owner.fetchval("SELECT (now() + interval '2 days')::date::text")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    who = {"sender": sender, "receiver": receiver, "coordinator": coordinator}
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
    notice_id = await a_notice(world, world.ngo, UUID(case_id))
    await walk.take("list_notices", custodian)
    await walk.take("read_notice", custodian, notice_id=notice_id)
    await walk.take("mark_notice_read", custodian, version=1, notice_id=notice_id)


async def _webhooks(walk: Walk, world: World) -> None:
    administrator = world.ngo.agent(Role.ADMINISTRATOR)
    body = {"organisation_id": str(world.ngo.id), "name": "System", "jwks": KEYS}
    client = await world.done(administrator, "POST", "/v1/clients", body)
    body = {"client_id": client["id"], "url": "https://partner.example/hook"}
    made = await walk.take("create_webhook_subscription", administrator, body)
    of = {"subscription_id": made["id"]}
    await walk.take("list_webhook_subscriptions", administrator)
    await walk.take("read_webhook_subscription", administrator, **of)
    await walk.take("list_webhook_deliveries", administrator, **of)
    await walk.take("rotate_webhook_secret", administrator, version=1, **of)
    await walk.take("disable_webhook_subscription", administrator, version=2, **of)
    await walk.take("enable_webhook_subscription", administrator, version=3, **of)
    since = {"since": "2026-01-05T00:00:00Z"}
    await walk.take("replay_webhook_subscription", administrator, since, version=4, **of)


async def _figures(walk: Walk, world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await walk.take("list_figures", coordinator)
    answer = await walk.take("ask_figure", coordinator, code="identification.status_at")
    await walk.take("read_answer", coordinator, answer_id=answer["id"])
    await walk.take("verify_answer", coordinator, answer_id=answer["id"])
    same = {"from_query": answer["id"], "to_query": answer["id"]}
    await walk.take("compare_figure", coordinator, asked=same, code="identification.status_at")
    years = {"from_year": 2025, "to_year": 2026}
    await walk.take(
        "follow_figure_by_year", coordinator, asked=years, code="identification.registered"
    )
    cut = await walk.take("take_cut", coordinator, {"label": "31 décembre"})
    await walk.take("read_cut", coordinator, cut_id=cut["id"])
    await walk.take("list_cuts", coordinator)
    period = {"from": "2020-01-01", "to": "2020-01-02"}
    await walk.take("make_contribution_report", coordinator, asked=period)
    await walk.take("view_coordination_board", coordinator, part="unmet-needs")


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


async def _stays(walk: Walk, world: World) -> None:
    host, officer = world.shelter.agent(Role.SUPERVISOR), world.police.agent(Role.SUPERVISOR)

    async def expected() -> dict[str, Any]:
        referral = await accepted(world, world.shelter)
        made: dict[str, Any] = await walk.take("record_stay", host, {
            "case_id": referral["case_id"], "unit": "bed_women", "referral_id": referral["id"],
        })  # fmt: skip
        return made

    stay = await expected()
    of = {"stay_id": stay["id"]}
    road = {"happened_at": ago(minutes=1), "all_well": True}
    check_in = await walk.take("check_in_for_stay", officer, road, **of)
    await walk.take("read_check_in", host, check_in_id=check_in["id"])
    await walk.take("list_check_ins", host)
    await walk.take("mark_check_in_as_error", officer, version=1, check_in_id=check_in["id"])
    offer = await world.an_offer(kind="protection")
    await walk.take("check_in_for_handoff", officer, road, handoff_id=offer["id"])
    for name, body in (
        ("arrive_stay", arrived()), ("note_absence", {"happened_at": ago(hours=1)}),
        ("note_return", {"happened_at": ago(minutes=5)}),
        ("depart_stay", {"happened_at": ago(minutes=1), "reason": "to_family"}),
        ("mark_stay_as_error", None),
    ):  # fmt: skip
        stay = await walk.take(name, host, body, version=stay["version"], **of)
    happened = {"kind": "birth", "gravity": "minor", "happened_at": ago(minutes=1)}
    incident = await walk.take("record_incident", host, happened, **of)
    await walk.take("read_incident", host, incident_id=incident["id"])
    await walk.take("list_incidents", host)
    await walk.take("mark_incident_as_error", host, version=1, incident_id=incident["id"])
    await walk.take("read_stay", officer, **of)
    await walk.take("list_stays", officer)
    for name in ("report_not_arrived", "cancel_stay"):
        await walk.take(name, host, version=1, stay_id=(await expected())["id"])


async def _assistance(walk: Walk, world: World) -> None:
    worker = world.ngo.agent(Role.SUPERVISOR)
    case_id = (await world.a_case(world.ngo))["id"]
    await world.a_consent(
        case_id, world.ngo, by=world.ngo, purposes=["follow_up_contact"], sections=[]
    )
    of = {"case_id": case_id}
    served = {"offered_on": "2026-01-15", "answer_of_person": "accepted", "region": "GAO"}
    row = await walk.take("record_service_given", worker, served | {"service_type": "food"}, **of)
    one = of | {"service_given_id": row["id"]}
    await walk.take("list_services_given", worker, **of)
    await walk.take("read_service_given", worker, **one)
    await walk.take("correct_service_given", worker, served, version=1, **one)
    await walk.take("mark_service_given_as_error", worker, version=2, **one)
    plan = {"point": "month_1", "counted_from": "2026-01-15"}
    row = await walk.take("plan_follow_up", worker, plan, **of)
    one = of | {"follow_up_id": row["id"]}
    await walk.take("list_follow_ups", worker, **of)
    await walk.take("read_follow_up", worker, **one)
    said = {"done_on": "2026-02-16", "result": "reached"}
    await walk.take("record_follow_up", worker, said, version=1, **one)
    await walk.take("mark_follow_up_as_error", worker, version=2, **one)
    ask = {"asked_of_id": str(world.ngo.id), "kind": "food", "asked": 1000}
    paid = {"amount": 500, "paid_on": "2026-01-15"}
    for way in (
        [("grant_means", {"granted": 500}), ("pay_means", paid), ("mark_means_as_error", None)],
        [("refuse_means", {"reason": "no_means"})],
        [("withdraw_means", None)],
    ):
        row = await walk.take("ask_means", worker, ask, **of)
        one = of | {"means_id": row["id"]}
        for name, body in way:
            row = await walk.take(name, worker, body, version=row["version"], **one)
    await walk.take("list_means", worker, **of)
    await walk.take("read_means", worker, **one)


async def _groups(walk: Walk, world: World) -> None:
    sender, receiver = world.police.agent(Role.SUPERVISOR), world.ngo.agent(Role.SUPERVISOR)

    async def sent() -> dict[str, Any]:
        members = []
        for _ in range(2):
            case_id = (await world.a_case())["id"]
            consent = await world.a_consent(case_id, world.ngo)
            members.append({"case_id": case_id, "consent_id": consent["id"], "tie": "other_adult"})
        made: dict[str, Any] = await walk.take("send_referral_group", sender, {
            "receiver_id": str(world.ngo.id), "service_type": "food", "priority": "routine",
            "members": members,
        })  # fmt: skip
        return made

    row, why = await sent(), {"reason": "no_capacity"}
    of = {"group_id": row["id"]}
    await walk.take("reject_referral_group", receiver, why, version=row["version"], **of)
    row = await sent()
    of = {"group_id": row["id"]}
    row = await walk.take("accept_referral_group", receiver, {}, version=row["version"], **of)
    await walk.take("read_referral_group", receiver, **of)
    await walk.take("list_referral_groups", receiver)
    offer = {"to_id": str(world.ngo.id), "priority": "urgent", "reason": "specialised_care"}
    row = await walk.take("hand_over_group", sender, offer, version=row["version"], **of)
    await walk.take("take_over_group", receiver, version=row["version"], **of)


async def _contributions(walk: Walk, world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    home = await world.make_organisation("ngo")
    supervisor = home.agent(Role.SUPERVISOR)
    row = await walk.take("create_contribution_request", coordinator, a_request())
    of = {"contribution_request_id": row["id"]}
    await walk.take("update_contribution_request", coordinator, {}, version=1, **of)
    body = {"organisation_ids": [str(home.id)]}
    await walk.take("open_contribution_call", coordinator, body, version=2, **of)
    await walk.take("call_more_organisations", coordinator, body, version=3, **of)
    await walk.take("list_contribution_requests", supervisor)
    await walk.take("read_contribution_request", supervisor, **of)
    await walk.take("list_call_answers", coordinator, **of)
    await walk.take("freeze_contribution_request", coordinator, version=4, **of)
    await walk.take("answer_contribution_request", coordinator, version=5, **of)
    row = await walk.take("create_contribution_request", coordinator, a_request())
    await walk.take(
        "withdraw_contribution_request", coordinator, {"reason": "replaced"}, version=1,
        contribution_request_id=row["id"],
    )  # fmt: skip
    row = await walk.take("create_contribution", supervisor, a_quarter())
    given = {"contribution_id": row["id"]}
    await walk.take("correct_contribution", supervisor, {"lines": lines()}, version=1, **given)
    await walk.take("read_contribution", supervisor, **given)
    await walk.take("list_contribution_versions", supervisor, **given)
    await walk.take("list_contributions", supervisor)
    await walk.take(
        "withdraw_contribution", supervisor, {"reason": "counted_twice"}, version=2, **given
    )
    await walk.take("read_contribution_template", supervisor)
    form = a_filled_form()
    row = await walk.take("create_contribution_by_sheet", supervisor, form)
    await walk.take(
        "correct_contribution_by_sheet", supervisor, form, version=1, contribution_id=row["id"]
    )


async def _programme(walk: Walk, world: World) -> None:
    for kind in KINDS.values():
        by, body = keeper(world, kind), await a_body(world, kind)
        row = await walk.take(f"register_{kind.subject}", by, body)
        of = {kind.parameter: row["id"]}
        await walk.take(f"list_{kind.plural}", by)
        await walk.take(f"read_{kind.subject}", by, **of)
        await walk.take(f"correct_{kind.subject}", by, body, version=1, **of)
        why = {"reason": "not_confirmed"}
        await walk.take(f"withdraw_{kind.subject}", by, why, version=2, **of)


async def _directory(walk: Walk, world: World) -> None:
    for kind in DIRECTORY.values():
        by, body = directory_keeper(world, kind), kind.body({})
        row = await walk.take(f"register_{kind.subject}", by, body)
        of = {kind.parameter: row["id"]}
        await walk.take(f"list_{kind.plural}", by)
        await walk.take(f"read_{kind.subject}", by, **of)
        await walk.take(f"correct_{kind.subject}", by, body, version=1, **of)
        if kind.subject == "service":
            unit = of | {"unit": "bed_girls"}
            await walk.take("state_places", by, {"places": 3}, version=0, **unit)
            await walk.take("read_places", by, **of)
        if kind.subject == "location":
            await walk.take("record_address", by, ADDRESS, version=0, **of)
            await walk.take("open_address", by, **of)
        why = {"reason": "not_confirmed"}
        await walk.take(f"withdraw_{kind.subject}", by, why, version=2, **of)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await walk.take("search_placement", officer, NEED)
    await walk.take("list_unmet_needs", officer)


async def test_each_success_is_recorded_under_the_permission_of_its_route_and_so_is_its_replay(
    app: FastAPI, world: World
) -> None:
    walk = Walk(app, world)
    for part in (
        _network, _file, _consents, _referrals, _handoffs, _accusations, _orders, _calls,
        _stays, _assistance, _groups,
        _contributions,
        _programme,
        _directory,
        _figures,
        _webhooks,
    ):  # fmt: skip
        await part(walk, world)
    assert set(walk.routes) - walk.taken == set()


def _keyed(app: FastAPI) -> list[tuple[str, Permission]]:
    routes: list[Route] = [route for route in guarded_routes(app) if route.keyed]
    return [(route.name, route.act) for route in routes if route.act is not None]


def test_the_resource_of_every_keyed_route_has_a_reading_and_no_other_has(app: FastAPI) -> None:
    keyed = _keyed(app)
    assert len(keyed) > 30
    posted = {route.name for route in guarded_routes(app) if route.method == "POST"}
    assert posted - {name for name, _ in keyed} == SEARCHES
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
