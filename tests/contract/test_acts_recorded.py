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
from tests.support.children import (
    CHECK,
    GUARDIAN,
    STEP,
    TODAY,
    TRACING,
    VIEW,
    age,
    assessment,
    child_house,
    determination,
    panel_of,
)
from tests.support.contributions import a_filled_form, a_quarter, a_request, lines
from tests.support.directory import ADDRESS, DIRECTORY, NEED, directory_keeper
from tests.support.facts import EPISODE, SCREENED, SCREENING
from tests.support.imports import a_workbook
from tests.support.inquiries import an_inquiry, order_for
from tests.support.instants import tomorrow
from tests.support.measures import a_granted_reunification, a_measure, decide
from tests.support.notices import a_notice
from tests.support.plans import AGREED, a_draft, a_goal, ahead, an_assessment
from tests.support.programme import KINDS, a_body, keeper
from tests.support.routes import SEARCHES, Route, guarded_routes
from tests.support.scene import KEYS, an_alert
from tests.support.scene_persons import a_candidate
from tests.support.stays import accepted, ago, arrived
from tests.support.tips import a_contact, a_tip, an_incident, coordinator
from tests.support.world import World

# What a success records beside the permission of its route: acts that follow from it.
FOLLOWING = {
    "accept_referral_group": {"referral:accept"},
    "assign_tip": {"tip:give_feedback"},
    "dismiss_tip": {"tip:give_feedback"},
    "link_tip": {"tip:give_feedback"},
    "mark_tip_duplicate": {"tip:give_feedback"},
    "reopen_tip": {"tip:give_feedback"},
    "arrive_stay": {"referral:start"},
    "change_decision": {"decision:record", "measure:open"},
    "confirm_pending_change": {"agent:update"},
    "confirm_person_link": {"duplicate_candidate:link"},
    "correct_call": {"referral:follow_call"},
    "create_referrals": {"referral:send"},
    "confirm_risks": {"case:update"},
    "depart_stay": {"referral:complete"},
    "draft_support_plan": {"support_goal:add"},
    "mark_support_plan_as_error": {"support_goal:mark_error"},
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


async def _many(walk: Walk, world: World) -> None:
    officer, supervisor = (
        world.police.agent(Role.FIRST_RESPONDER), world.police.agent(Role.SUPERVISOR)
    )  # fmt: skip
    person = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}
    made = await walk.take("register_cases", officer, {"mode": "each", "cases": [person]})
    case_id = made["items"][0]["id"]
    body: Any = {"mode": "all", "identities": [{"case_id": case_id, "family_name": "Testova"}]}
    await walk.take("record_identities", officer, body)
    form = {
        "method": "written", "language": "bam", "purposes": ["care"],
        "recipients": [str(world.shelter.id)],
    }  # fmt: skip
    answers = [{"case_id": case_id, "answer": "given"}]
    body = {"mode": "each", "form": form, "answers": answers}
    made = await walk.take("record_consents", officer, body)
    referral = {
        "case_id": case_id, "receiver_id": str(world.shelter.id), "service_type": "food",
        "priority": "urgent", "consent_id": made["items"][0]["id"], "send": True,
    }  # fmt: skip
    await walk.take("create_referrals", officer, {"mode": "all", "referrals": [referral]})
    pad = await walk.take("draw_code_pad", supervisor, {"size": 2})
    await walk.take("list_code_pads", officer)
    await walk.take("read_code_pad", officer, code_pad_id=pad["id"])
    await walk.take("cancel_code_pad", supervisor, version=1, code_pad_id=pad["id"])
    table = a_workbook(("female", "18_24", "GAO", secrets.token_hex(8)), ("male", "6_11", "GAO"))
    await walk.take("check_import", officer, table)
    made = await walk.take("begin_import", officer, table)
    await walk.take("list_imports", officer)
    await walk.take("read_import", officer, import_id=made["id"])
    await walk.take("list_import_rows", officer, import_id=made["id"])
    await walk.take("stop_import", officer, version=1, import_id=made["id"])
    await walk.take("read_import_template", officer)


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


async def _children(walk: Walk, world: World) -> None:
    house, worker = await child_house(world), world.ngo.agent(Role.SUPERVISOR)
    case_id = (await world.a_case(world.ngo, age_band="unknown", age_in_doubt=True))["id"]
    of, panel = {"case_id": case_id}, panel_of(house, world.ngo)
    named = {"organisation_id": str(house.id)}
    await walk.take("name_child_protection", worker, named, **of)
    await walk.take("read_child_protection", worker, **of)
    more = {"separation_status": "unaccompanied"}
    await walk.take("correct_child_protection", worker, named | more, version=1, **of)

    async def record(
        one: str, plural: str, make: str, body: Any, *acts: tuple[str, Any]
    ) -> dict[str, Any]:
        made = await walk.take(make, worker, body, **of)
        ids = of | {f"{one}_id": made["id"]}
        await walk.take(f"list_{plural}", worker, **of)
        await walk.take(f"read_{one}", worker, **ids)
        for name, said in acts:
            agent = house.agent(Role.SUPERVISOR) if name == "confirm_family_check" else worker
            made = await walk.take(name, agent, said, version=made["version"], **ids)
        return {"version": made["version"], **ids}

    guardian = await record(
        "guardian", "guardians", "record_guardian", GUARDIAN, ("correct_guardian", GUARDIAN)
    )
    told = ("tell_age_assessment", {"told_on": str(TODAY)})
    assessed = await record(
        "age_assessment", "age_assessments", "record_age_assessment", age(panel), told
    )
    weighed = ("weigh_own_view", {"weight_given": "Synthetic."})
    said = await record("own_view", "own_views", "record_own_view", VIEW, weighed)
    best = "best_interests_assessment"
    bia = await record(best, f"{best}s", f"record_{best}", assessment())
    decided = determination(bia[f"{best}_id"], panel)
    bid = await record(
        "best_interests_determination", "best_interests_determinations",
        "determine_best_interests", decided,
    )  # fmt: skip
    step, shown = ("record_tracing_action", STEP), {"verified_by": ["documents"]}
    await a_granted_reunification(world, world.ngo, case_id)
    concern = ("check_family", CHECK | {"family_check": "concern"})
    found = await record(
        "tracing", "tracings", "open_tracing", TRACING, step, concern,
        ("confirm_family_check", None), ("verify_tracing", shown), ("reunify_family", None),
    )  # fmt: skip
    for end in ("stop_tracing", "close_tracing"):
        await record("tracing", "tracings", "open_tracing", TRACING, (end, None))
    for name, row in (
        ("guardian", guardian), ("age_assessment", assessed), ("own_view", said), (best, bia),
        ("best_interests_determination", bid), ("tracing", found),
    ):  # fmt: skip
        await walk.take(f"mark_{name}_as_error", worker, **row)
    await walk.take("mark_child_protection_as_error", worker, version=2, **of)


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


async def _facts(walk: Walk, world: World) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    lead = world.ngo.agent(Role.SUPERVISOR)
    case_id = (await world.a_case(world.ngo))["id"]
    of = {"case_id": case_id}
    for kind, created, corrected in (
        ("screening", SCREENING, SCREENED), ("exploitation", EPISODE, EPISODE)
    ):  # fmt: skip
        row = await walk.take(f"record_{kind}", worker, created, **of)
        one = of | {f"{kind}_id": row["id"]}
        await walk.take(f"list_{kind}s", worker, **of)
        await walk.take(f"read_{kind}", worker, **one)
        await walk.take(f"correct_{kind}", worker, corrected, version=1, **one)
        await walk.take(f"mark_{kind}_as_error", lead, version=2, **one)
    await walk.take("record_profile", worker, {}, version=0, **of)
    await walk.take("read_profile", worker, **of)
    await world.a_consent(
        case_id, world.ngo, by=world.ngo, purposes=["background_statistics"], sections=[]
    )
    said = {"self_declared": True, "ethnic_groups": ["bambara"]}
    await walk.take("record_background", worker, said, version=0, **of)
    await walk.take("read_background", worker, **of)


async def _plans(walk: Walk, world: World) -> None:
    worker = world.ngo.agent(Role.SUPERVISOR)
    of = {"case_id": (await world.a_case(world.ngo))["id"]}
    assessment = await walk.take("record_assessment", worker, an_assessment(), **of)
    one = of | {"assessment_id": assessment["id"]}
    await walk.take("list_assessments", worker, **of)
    await walk.take("read_assessment", worker, **one)
    await walk.take("confirm_risks", worker, version=1, **one)
    body, review = a_draft(assessment["id"]), {"review_by": ahead(9)}
    for way in (
        [("activate", AGREED | review), ("suspend", review), ("resume", review),
         ("revise", review), ("goals", None), ("complete", None), ("mark_as_error", None)],
        [("end", {"reason": "person_request"})],
    ):  # fmt: skip
        plan = await walk.take("draft_support_plan", worker, body, **of)
        this = of | {"plan_id": plan["id"]}
        for name, sent in way:
            if name == "goals":
                await _goals(walk, worker, this)
                continue
            verb, _, rest = name.partition("_")
            act = f"{verb}_support_plan{'_' if rest else ''}{rest}"
            plan = await walk.take(act, worker, sent, version=plan["version"], **this)
        await walk.take("read_support_plan", worker, **this)
    await walk.take("list_support_plans", worker, **of)
    await walk.take("mark_assessment_as_error", worker, version=2, **one)


async def _goals(walk: Walk, worker: UUID, of: Mapping[str, Any]) -> None:
    goal = await walk.take("add_support_goal", worker, a_goal(), **of)
    this = {**of, "goal_id": goal["id"]}
    goal = await walk.take("read_support_goal", worker, **this)
    done = {"progress": "achieved"}
    await walk.take("revise_support_goal", worker, done, version=goal["version"], **this)
    await walk.take("mark_support_goal_as_error", worker, version=2, **this)
    (first,) = (await walk.take("read_support_plan", worker, **of))["goals"]
    this = {**of, "goal_id": first["id"]}
    await walk.take("revise_support_goal", worker, done, version=1, **this)


async def _measures(walk: Walk, world: World) -> None:
    lead, worker = world.police.agent(Role.SUPERVISOR), world.police.agent(Role.CASE_WORKER)
    other = await world.make_agent(world.police, Role.INVESTIGATOR)
    of = {"case_id": (await world.a_case())["id"]}
    day, words = {"happened_on": "2026-01-15"}, {"reasons": "Motif"}
    asked = a_measure("safety_measure")
    until = {"ends_on": "2099-01-01"}
    granted, begun = ("grant_measure", lead, until), ("start_measure", worker, day)
    told = {"told_on": str(datetime.now(UTC).date()), "told_in": "bam"}
    for way in (
        [
            ("attach_papers", worker, {}),
            granted,
            ("tell_measure", worker, told),
            begun,
            ("extend_measure", lead, {"reason": "safety", "days": 2}),
            ("end_measure", worker, day | {"outcome": "replaced"}),
        ],
        [granted, ("end_measure_at_request", worker, day | {"asked_by": "person"})],
        [granted, ("revoke_measure", lead, words), ("revoke_measure", other, words)],
        [("reject_measure", lead, words)],
        [("withdraw_measure", worker, None), ("mark_measure_as_error", lead, None)],
    ):
        row = await walk.take("propose_measure", worker, asked, **of)
        one = of | {"measure_id": row["id"]}
        for name, by, body in way:
            row = await walk.take(name, by, body, version=row["version"], **one)
        await walk.take("read_measure", worker, **one)
    await walk.take("list_measures", worker, **of)


async def _reconsiderations(walk: Walk, world: World) -> None:
    worker = world.police.agent(Role.CASE_WORKER)
    other = await world.make_agent(world.police, Role.IDENTIFICATION_AUTHORITY)
    of = {"case_id": (await world.a_case())["id"]}
    decision = await decide(world, world.police, of["case_id"], "begin_screening", "not_presume")
    asked = {
        "decision_id": decision["id"], "asked_by": "person", "new_facts": "no",
        "asked_on": str(datetime.now(UTC).date()),
    }  # fmt: skip
    words = {"reasons": "Motif"}
    admitted = ("admit_reconsideration", other, None)
    for way in (
        [("withdraw_reconsideration", worker, None)],
        [("not_admit_reconsideration", other, words)],
        [admitted, ("uphold_decision", other, words)],
        [admitted, ("change_decision", other, words | {"decision": {"event": "presume"}})],
    ):
        row = await walk.take("request_reconsideration", worker, asked, **of)
        one = of | {"reconsideration_id": row["id"]}
        for name, by, body in way:
            row = await walk.take(name, by, body, version=row["version"], **one)
        await walk.take("read_reconsideration", worker, **one)
    await walk.take("list_reconsiderations", worker, **of)


async def _persons(walk: Walk, world: World) -> None:
    own, other = [await world.make_organisation("ngo") for _ in range(2)]
    agent, second = own.agent(Role.SUPERVISOR), other.agent(Role.SUPERVISOR)
    case, relative = (await world.a_case(own))["id"], (await world.a_case(own))["id"]
    of, link_id, found = {"case_id": case}, "", ""
    related = {"other_case_id": relative, "kind": "sibling"}
    row = await walk.take("record_case_relation", agent, related, **of)
    one = of | {"relation_id": row["id"]}
    await walk.take("list_case_relations", agent, **of)
    await walk.take("read_case_relation", agent, **one)
    await walk.take("mark_case_relation_as_error", agent, version=1, **one)
    await walk.take("record_case_relations", agent, {"other_case_ids": [relative]}, **of)
    for way in (
        [
            "confirm_person_link", "propose_undoing_person_link", "refuse_undoing_person_link",
            "propose_undoing_person_link", "confirm_undoing_person_link",
        ],
        ["refuse_person_link"],
        ["withdraw_person_link"],
    ):  # fmt: skip
        elsewhere = (await world.a_case(other))["id"]
        found = await a_candidate(world, own, case, other, elsewhere)
        proposal = {"candidate_id": found, "ground": "documents"}
        row = await walk.take("propose_person_link", agent, proposal)
        link_id = row["id"]
        for name in way:
            mine = name.startswith(("propose", "withdraw"))
            body = {"ground": "other"} if name.startswith("propose") else None
            row = await walk.take(
                name, agent if mine else second, body, version=row["version"], link_id=link_id
            )
    await walk.take("list_person_links", agent)
    await walk.take("read_person_link", agent, link_id=link_id)
    await walk.take("list_duplicate_candidates", agent)
    await walk.take("read_duplicate_candidate", agent, candidate_id=found)
    await walk.take("dismiss_duplicate_candidate", agent, version=1, candidate_id=found)


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


async def _tips(walk: Walk, world: World) -> None:
    reporter = world.police.agent(Role.SUPERVISOR)
    unit = await world.make_organisation("gendarmerie")
    chief, body = unit.agent(Role.SUPERVISOR), {"organisation_id": str(unit.id)}
    coordinates = coordinator(world)

    async def assigned() -> tuple[dict[str, Any], dict[str, Any]]:
        made = await walk.take("report_tip", reporter, a_tip(source_contact={"name": "Repère"}))
        of = {"tip_id": made["id"]}
        return await walk.take("assign_tip", coordinates, body, version=1, **of), of

    row, of = await assigned()
    await walk.take("list_tips", reporter)
    await walk.take("read_tip", reporter, **of)
    await walk.take("open_tip_source", chief, **of)
    row = await walk.take("add_tip_details", chief, {}, version=row["version"], **of)
    other = {"organisation_id": str(world.police.id), "reason": "no_means"}
    row = await walk.take("reassign_tip", coordinates, other, version=row["version"], **of)
    why = {"reason": "out_of_area"}
    await walk.take("return_tip", reporter, why, version=row["version"], **of)
    row, of = await assigned()
    why = {"reason": "too_vague"}
    row = await walk.take("propose_tip_dismissal", chief, why, version=row["version"], **of)
    row = await walk.take("dismiss_tip", coordinates, why, version=row["version"], **of)
    row = await walk.take("reopen_tip", chief, {}, version=row["version"], **of)
    first, _ = await assigned()
    same = {"duplicate_of_id": first["id"]}
    await walk.take("mark_tip_duplicate", chief, same, version=row["version"], **of)
    row, of = await assigned()
    case = await world.a_case(unit)
    link = {"case_ids": [case["id"]]}
    row = await walk.take("link_tip", chief, link, version=row["version"], **of)
    await walk.take("mark_tip_as_error", reporter, version=row["version"], **of)


async def _incidents(walk: Walk, world: World) -> None:
    officer, case = world.police.agent(Role.SUPERVISOR), await world.a_case()
    row = await walk.take("record_trafficking_incident", officer, an_incident())
    of = {"trafficking_incident_id": row["id"]}
    other = await walk.take("record_trafficking_incident", officer, an_incident())
    await walk.take("list_trafficking_incidents", officer)
    await walk.take("read_trafficking_incident", officer, **of)
    link = {"case_ids": [case["id"]]}
    for name, body in (
        ("correct_trafficking_incident", an_incident()), ("link_incident_cases", link),
        ("unlink_incident_cases", link), ("close_trafficking_incident", None),
        ("reopen_trafficking_incident", None),
        ("propose_incident_merge", {"into_id": other["id"]}),
        ("merge_trafficking_incident", {"into_id": other["id"]}),
    ):  # fmt: skip
        row = await walk.take(name, officer, body, version=row["version"], **of)
    await walk.take("list_incident_cases", officer, **of)
    of = {"trafficking_incident_id": other["id"]}
    await walk.take("mark_trafficking_incident_as_error", officer, version=1, **of)
    row = await walk.take("record_contact", officer, a_contact())
    of = {"contact_id": row["id"]}
    await walk.take("list_contacts", officer)
    await walk.take("read_contact", officer, **of)
    await walk.take("mark_contact_as_error", officer, version=1, **of)


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


async def take_every_route(walk: Walk, world: World) -> None:
    """Take every route, each by who may."""
    for part in (
        _network, _file, _consents, _referrals, _handoffs, _accusations, _orders, _calls,
        _stays, _assistance, _groups, _tips, _incidents, _facts, _many, _children, _plans,
        _measures, _reconsiderations, _persons,
        _contributions,
        _programme,
        _directory,
        _figures,
        _webhooks,
    ):  # fmt: skip
        await part(walk, world)


async def test_each_success_is_recorded_under_the_permission_of_its_route_and_so_is_its_replay(
    app: FastAPI, world: World
) -> None:
    walk = Walk(app, world)
    await take_every_route(walk, world)
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
