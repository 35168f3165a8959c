"""The summary counts what the lists of the inbox and the outbox show."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
LATER = PAST + timedelta(days=1)
PATH = "/v1/referrals/summary"


async def summary(
    world: World, of: TestOrganisation, role: Role = Role.SUPERVISOR
) -> dict[str, Any]:
    return await world.done(of.agent(role), "GET", PATH)


async def listed(world: World, of: TestOrganisation, direction: str) -> dict[str, Any]:
    """The same counts from the list itself."""
    path = f"/v1/referrals?limit=100&direction={direction}"
    page = await world.done(of.agent(Role.SUPERVISOR), "GET", path)
    assert page["next_cursor"] is None
    late = ("acknowledgement_overdue", "arrival_overdue", "feedback_overdue",
            "cancellation_overdue")  # fmt: skip
    return {
        "by_status": {
            status: sum(row["status"] == status for row in page["items"])
            for status in ReferralStatus
        },
        "overdue": sum(any(row[name] for name in late) for row in page["items"]),
    }


# A row of each state, those that time has ended, and those that are late.
ROWS: list[tuple[str, dict[str, Any]]] = [
    *((str(status), {}) for status in ReferralStatus),
    ("requested", {"decide_by": PAST}),
    ("requested", {"acknowledge_by": PAST}),
    ("received", {"acknowledge_by": PAST}),
    ("requested", {"acknowledge_by": PAST, "decide_by": PAST}),
    ("accepted", {"start_by": PAST}),
    ("accepted", {"departed_at": PAST, "expected_arrival": PAST}),
    ("accepted", {"answer_cancellation_by": PAST}),
    ("in_progress", {"started_at": PAST, "feedback_by": PAST}),
    ("in_progress", {"started_at": PAST, "feedback_by": PAST, "feedback_delay_at": PAST}),
    ("on_hold", {"started_at": PAST, "answer_cancellation_by": PAST}),
    ("on_hold", {"start_by": PAST}),
    ("completed", {"started_at": PAST, "feedback_by": PAST}),
]


async def test_both_boxes_are_counted_as_they_are_listed(world: World) -> None:
    sender = await world.make_organisation("police")
    receiver = await world.make_organisation("shelter")
    case_id = (await world.a_case(by=sender))["id"]
    for status, columns in ROWS:
        body = {
            "case_id": case_id, "receiver_id": str(receiver.id), "service_type": "legal_aid",
            "priority": "urgent",
        }  # fmt: skip
        row = await world.done(sender.agent(Role.SUPERVISOR), "POST", "/v1/referrals", body)
        limits = {"decide_by": LATER, "start_by": LATER}
        sent = {"sent_at": None if status == "draft" else PAST, "status": status}
        await world.rewrite("referral", row, **limits | sent | columns)
    told = await summary(world, sender)
    assert told["outbox"] == await listed(world, sender, "out")
    assert told["outbox"]["overdue"] == 5
    assert told["outbox"]["by_status"]["expired"] == 3
    assert sum(told["outbox"]["by_status"].values()) == len(ROWS)
    assert sum(told["inbox"]["by_status"].values()) == 0
    told = await summary(world, receiver)
    assert told["inbox"] == await listed(world, receiver, "in")
    assert told["inbox"]["by_status"]["draft"] == 0
    assert sum(told["inbox"]["by_status"].values()) == len(ROWS) - 1
    assert sum(told["outbox"]["by_status"].values()) == 0


async def test_the_outbox_follows_custody_and_copies_are_not_counted(world: World) -> None:
    sender = await world.make_organisation("police")
    heir = await world.make_organisation("ngo")
    case = await world.a_case(by=sender)
    body = {
        "case_id": case["id"], "receiver_id": str(world.shelter.id), "service_type": "legal_aid",
        "priority": "urgent",
    }  # fmt: skip
    await world.done(sender.agent(Role.SUPERVISOR), "POST", "/v1/referrals", body)
    assert (await summary(world, sender))["outbox"]["by_status"]["draft"] == 1
    consent = await world.a_consent(
        case["id"], heir, by=sender, purposes=["referral_sharing", "care"]
    )
    offer = {
        "case_id": case["id"], "kind": "protection", "to_id": str(heir.id), "priority": "urgent",
        "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    row = await world.done(sender.agent(Role.SUPERVISOR), "POST", "/v1/handoffs", offer)
    await world.move(heir.agent(Role.SUPERVISOR), "handoffs", row, "accept")
    assert (await summary(world, sender))["outbox"]["by_status"]["draft"] == 0
    assert (await summary(world, heir))["outbox"]["by_status"]["draft"] == 1


async def test_a_stranger_counts_nothing_and_the_coordination_its_own(world: World) -> None:
    readers = {
        Role.SUPERVISOR: await world.make_organisation("legal_aid"),
        Role.COORDINATOR: world.coordination,
    }
    before = {role: await summary(world, readers[role], role) for role in readers}
    assert before[Role.SUPERVISOR]["inbox"]["by_status"].keys() == {*ReferralStatus}
    assert not any(before[Role.SUPERVISOR]["inbox"]["by_status"].values())
    await world.a_referral()
    assert {role: await summary(world, readers[role], role) for role in readers} == before


async def test_a_summary_is_recorded_as_a_list_of_no_case(world: World) -> None:
    agent = world.shelter.agent(Role.SUPERVISOR)
    await summary(world, world.shelter)
    event = (await world.events(action="referral:list", agent_id=agent))[-1]
    assert (event["outcome"], event["case_id"], event["case_ids"]) == ("allowed", None, None)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
async def test_who_may_not_list_referrals_may_not_count_them(world: World, role: Role) -> None:
    await refused(world, 403, "forbidden", world.shelter.agent(role), "GET", PATH)
