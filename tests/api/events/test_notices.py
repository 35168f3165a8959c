"""What waits is told in stages, each once, to whom it concerns and to nobody else."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.contributions import an_open_call
from tests.support.instants import tomorrow
from tests.support.notices import a_sent_referral, ring, ring_one, stages
from tests.support.programme import KINDS, an_entry
from tests.support.stays import accepted, ago, arrived, expected, move
from tests.support.world import World

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


async def _names(world: World, row: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(stage for stage, _ in await stages(world, row["id"])))


async def _bound_to(world: World, *regions: str) -> UUID:
    body = await world.make_organisation("coordination", [])
    await world.arrange(
        body.id, "UPDATE organisation SET regions = $2 WHERE id = $1", body.id, list(regions)
    )
    return body.id


@pytest.mark.parametrize("workers", [1, 4])
async def test_each_stage_is_told_once_however_many_tell(world: World, workers: int) -> None:
    row = await a_sent_referral(world, decide_by=_HOUR)
    regional, other = await _bound_to(world, "BAMAKO"), await _bound_to(world, "GAO", "KIDAL")
    told: list[str] = []
    # So much of the whole time is left, while the limit stays an hour ahead.
    for stage in ("", "reminder", "supervisor", "region", "country"):
        told += [stage] if stage else []
        whole = _HOUR * 1.2 * 2 ** len(told)
        await asyncio.gather(*(ring(world, referral_decision=whole) for _ in range(workers)))
        assert await _names(world, row) == told
    found = await stages(world, row["id"])
    assert len(found) == len(set(found))
    by_stage = {name: [body for stage, body in found if stage == name] for name in told}
    assert by_stage["reminder"] == by_stage["supervisor"] == [world.shelter.id]
    assert regional in by_stage["region"]
    assert world.coordination.id in by_stage["country"]
    assert {other, regional}.isdisjoint(by_stage["country"])
    assert {other, world.coordination.id}.isdisjoint(by_stage["region"])
    ids = await world.owner.fetch("SELECT id FROM notice WHERE subject_id = $1", UUID(row["id"]))
    for (notice_id,) in ids:
        events = await world.events(subject_id=notice_id)
        assert [event["action"] for event in events] == ["notice:write"]
        rows = await world.owner.fetch(
            "SELECT action FROM outgoing_event WHERE subject_id = $1", notice_id
        )
        assert [row["action"] for row in rows] == ["notice:write"]


async def test_what_killed_workers_leave_is_told_once(world: World) -> None:
    row = await a_sent_referral(world, decide_by=_HOUR)
    dice = random.Random(17)
    for _ in range(12):
        worker = asyncio.create_task(ring(world, referral_decision=_HOUR * 20))
        await asyncio.wait([worker], timeout=dice.random() / 20)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    await ring(world, referral_decision=_HOUR * 20)
    found = await stages(world, row["id"])
    assert len(found) == len(set(found))
    assert await _names(world, row) == ["reminder", "supervisor", "region", "country"]


async def test_what_nobody_told_in_time_is_told_with_the_expiry(world: World) -> None:
    row = await a_sent_referral(world, decide_by=-_HOUR)
    refused = await world.call(
        world.shelter.agent(Role.SUPERVISOR), "POST", f"/v1/referrals/{row['id']}/accept",
        {}, version=row["version"],
    )  # fmt: skip
    assert refused.status_code == 409
    await asyncio.gather(*(publish_overdue(world.process.database) for _ in range(2)))
    await ring(world)
    found = await stages(world, row["id"])
    assert len(found) == len(set(found))
    assert await _names(world, row) == ["reminder", "supervisor", "region", "country", "passed"]
    passed = {body for stage, body in found if stage == "passed"}
    assert passed == {world.shelter.id, world.police.id}


async def test_what_was_answered_rings_no_more(world: World) -> None:
    row = await a_sent_referral(world, decide_by=_HOUR)
    await world.move(world.shelter.agent(Role.SUPERVISOR), "referrals", row, "accept", {})
    await ring(world, referral_decision=_HOUR * 20)
    assert await stages(world, row["id"]) == []


async def test_a_refusal_proposes_whom_else_the_consent_covers(world: World) -> None:
    case_id = (await world.a_case())["id"]
    covered = [world.shelter, world.ngo, world.police]
    consent = await world.a_consent(case_id, *covered)
    draft = await world.a_referral(case_id, consent_id=consent["id"])
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.move(intake, "referrals", row, "reject", {"reason": "no_capacity"})
    assert await stages(world, row["id"]) == [("proposal", world.police.id)]
    officer = world.police.agent(Role.FIRST_RESPONDER)
    page = await world.done(officer, "GET", "/v1/notices?mine=true&unread=true")
    (notice,) = [item for item in page["items"] if item["subject_id"] == row["id"]]
    assert (notice["kind"], notice["candidates"]) == ("referral_again", [str(world.ngo.id)])


async def test_a_notice_is_read_by_its_organisation_and_by_no_other(world: World) -> None:
    row = await a_sent_referral(world, decide_by=_HOUR)
    await ring(world, referral_decision=_HOUR * 3.9)
    page = await world.done(world.shelter.agent(Role.SUPERVISOR), "GET", "/v1/notices?mine=true")
    ours = [item for item in page["items"] if item["subject_id"] == row["id"]]
    assert [item["stage"] for item in ours] == ["reminder"]
    await ring(world, referral_decision=_HOUR * 4.1)
    for role, told in (
        (Role.SUPERVISOR, {"reminder", "supervisor"}), (Role.CASE_WORKER, {"reminder"}),
    ):  # fmt: skip
        page = await world.done(world.shelter.agent(role), "GET", "/v1/notices?mine=true")
        ours = [item for item in page["items"] if item["subject_id"] == row["id"]]
        assert {item["stage"] for item in ours} == told
    path = f"/v1/notices/{ours[0]['id']}"
    stranger = await world.call(world.ngo.agent(Role.SUPERVISOR), "GET", path)
    assert stranger.status_code == 404
    worker = world.shelter.agent(Role.CASE_WORKER)
    read = await world.done(worker, "POST", f"{path}/mark-read", version=1)
    assert (read["read_by_agent_id"], read["version"]) == (str(worker), 2)
    again = await world.call(worker, "POST", f"{path}/mark-read", version=2)
    assert again.status_code == 409
    page = await world.done(worker, "GET", "/v1/notices?unread=true")
    assert read["id"] not in {item["id"] for item in page["items"]}


async def test_who_is_expected_and_does_not_arrive_is_told_from_the_limit_on(world: World) -> None:
    offer = await world.an_offer(kind="protection", physical=True)
    receiver, sender = world.ngo.agent(Role.SUPERVISOR), world.police.agent(Role.SUPERVISOR)
    row = await world.move(receiver, "handoffs", offer, "accept")
    body = {"expected_arrival": tomorrow(), "escorted": True}
    row = await world.move(sender, "handoffs", row, "depart", body)
    await ring(world, handoff_arrival=_HOUR * 2)
    assert await stages(world, row["id"]) == []
    # Past the clock of the service, so that no trigger compares it.
    late = datetime.now(UTC) - _HOUR
    await world.rewrite("handoff", row, expected_arrival=late)
    for whole, told in ((5, ["passed"]), (3, ["supervisor"]), (1.5, ["region"]), (1, ["country"])):
        await ring(world, handoff_arrival=_HOUR * whole)
        assert (await _names(world, row))[-1:] == told
    assert {body for _, body in (await stages(world, row["id"]))[:2]} == {
        world.ngo.id, world.police.id
    }  # fmt: skip


async def test_who_is_expected_at_a_host_and_does_not_come_is_told_until_the_arrival(
    world: World,
) -> None:
    stay = await expected(world, world.shelter, expected_at=ago(hours=1))
    await ring(world, stay_arrival=_HOUR * 5)
    assert {body for _, body in await stages(world, stay["id"])} == {
        world.shelter.id, world.police.id
    }  # fmt: skip
    await move(world, world.shelter, stay, "arrive", arrived(minutes=30))
    await ring(world, stay_arrival=_HOUR)
    assert await _names(world, stay) == ["passed"]


async def test_one_expected_arrival_rings_once_by_the_clock_of_the_journey(world: World) -> None:
    referral = await accepted(world, world.shelter)
    stay = await expected(world, world.shelter, referral, expected_at=ago(hours=1))
    late = datetime.now(UTC) - _HOUR
    on_the_way = await world.rewrite("referral", referral, expected_arrival=late)
    await ring(world, stay_arrival=_HOUR * 5, referral_arrival=_HOUR * 5)
    assert await stages(world, stay["id"]) == []
    assert await _names(world, referral) == ["passed"]
    # No journey is told any more: the host's own hour rings.
    await world.rewrite("referral", on_the_way, expected_arrival=None)
    await ring(world, stay_arrival=_HOUR * 5, referral_arrival=_HOUR * 5)
    assert await _names(world, stay) == ["passed"]


async def _let_pass(world: World, case: dict[str, Any], link: UUID, time: timedelta) -> None:
    """Let a custody have lasted for some time, which nobody else can write."""
    await world.owner.execute("ALTER TABLE custody DISABLE TRIGGER append_only")
    since = datetime.now(UTC) - time
    await world.rewrite("custody", {"id": str(link), "case_id": case["id"]}, since=since)
    await world.owner.execute("ALTER TABLE custody ENABLE ALWAYS TRIGGER append_only")


async def test_police_an_agreement_and_a_call_are_told_of_before_their_limits(
    world: World,
) -> None:
    case = await world.a_case()
    link = await world.owner.fetchval(
        "SELECT id FROM custody WHERE case_id = $1 AND kind = 'protection'", UUID(case["id"])
    )
    ends = (datetime.now(UTC) + 60 * _DAY).date().isoformat()
    agreement = await an_entry(world, KINDS["partner_agreement"], ends_on=ends)
    call = await an_open_call(world, world.ngo)
    await _let_pass(world, case, link, _HOUR)
    # Half of the time has passed, and no more for a quarter of an hour.
    whole = _HOUR * 2
    assert await ring_one(world, NoticeKind.POLICE_PROTECTION, link, world.police, whole)
    await ring(world, agreement_end=90 * _DAY)
    for row in ({"id": str(link)}, agreement):
        assert await _names(world, row) == ["reminder"]
    # Received today, due the day after tomorrow: half of it passes tomorrow.
    assert await stages(world, call["id"]) == []
    await world.arrange(
        UUID(call["id"]), "UPDATE contribution_request SET due_on = $2 WHERE id = $1",
        UUID(call["id"]), datetime.now(UTC).date(),
    )  # fmt: skip
    await ring(world)
    assert await stages(world, call["id"]) == [
        ("reminder", world.ngo.id), ("supervisor", world.ngo.id),
        *(("passed", body) for body in (world.ngo.id, world.coordination.id)),
    ]  # fmt: skip
