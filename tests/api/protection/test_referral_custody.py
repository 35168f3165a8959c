"""Custody takes a person's referrals along; who answered for her before keeps what it wrote."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.instants import tomorrow
from tests.support.sessions import as_app
from tests.support.world import TestOrganisation, World


@dataclass
class Moved:
    """A stay that ``former`` arranged, and a draft that it left, in a case that ``ngo`` has now."""

    former: TestOrganisation
    ngo: TestOrganisation
    shelter: TestOrganisation
    stay: dict[str, Any]
    draft: dict[str, Any]
    asked: dict[str, Any]


async def hand_over(
    world: World, case_id: str, by: TestOrganisation, to: TestOrganisation
) -> dict[str, Any]:
    offer = await world.an_offer(case_id, kind="protection", by=by, to=to)
    return await world.move(to.agent(Role.SUPERVISOR), "handoffs", offer, "accept")


@pytest.fixture
async def moved(world: World) -> Moved:
    former, ngo, shelter = [
        await world.make_organisation(kind) for kind in ("police", "ngo", "shelter")
    ]
    await world.set_places(shelter, 5)
    case_id = (await world.a_case(former))["id"]
    officer, intake = former.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    stay = await world.a_referral(case_id, by=former, to=shelter, bed_asked=True)
    stay = await world.move(officer, "referrals", stay, "send")
    stay = await world.move(intake, "referrals", stay, "accept", {})
    stay = await world.move(intake, "referrals", stay, "start")
    draft = await world.a_referral(case_id, by=former, to=world.health)
    asked = await world.a_referral(case_id, by=former, to=world.health)
    asked = await world.move(officer, "referrals", asked, "send")
    await hand_over(world, case_id, former, ngo)
    return Moved(former, ngo, shelter, stay, draft, asked)


async def test_the_former_custodian_keeps_what_it_wrote_as_it_was(
    world: World, moved: Moved
) -> None:
    officer = moved.former.agent(Role.FIRST_RESPONDER)
    intake = moved.shelter.agent(Role.INTAKE_OFFICER)
    later = {"appointment_at": tomorrow()}
    await world.move(intake, "referrals", moved.stay, "schedule", later)
    await world.move(
        world.health.agent(Role.INTAKE_OFFICER), "referrals", moved.asked, "reject",
        {"reason": "out_of_area"},
    )  # fmt: skip
    path = f"/v1/referrals/{moved.stay['id']}"
    kept = await world.done(officer, "GET", path)
    assert (kept["status"], kept["sender_id"]) == ("in_progress", str(moved.former.id))
    assert (kept["sheet"], kept["appointment_at"], kept["bed"]) == (None, None, "asked")
    assert (kept["started_at"], kept["accepted_at"]) == (None, None)
    assert kept["sent_at"] == moved.stay["sent_at"]
    assert await recorded(world, "referral:read", moved.stay) == [officer]
    page = await world.done(officer, "GET", "/v1/referrals")
    assert {item["id"]: (item["status"], item["sheet"]) for item in page["items"]} == {
        moved.stay["id"]: ("in_progress", None), moved.draft["id"]: ("draft", None),
        moved.asked["id"]: ("requested", None),
    }  # fmt: skip
    shown = await world.done(officer, "GET", "/v1/referrals?status=requested")
    assert [item["id"] for item in shown["items"]] == [moved.asked["id"]]


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("stop", {"reason": "safety"}), ("request-cancellation", {"reason": "other"}),
        ("mark-error", None),
    ],
)  # fmt: skip
async def test_the_former_custodian_can_do_nothing_to_it(
    world: World, moved: Moved, event: str, body: Any
) -> None:
    agent = moved.former.agent(Role.SUPERVISOR)
    await move_refused(world, 403, "forbidden", agent, "referrals", moved.stay, event, body)
    result = await world.done(
        moved.shelter.agent(Role.INTAKE_OFFICER), "GET", f"/v1/referrals/{moved.stay['id']}"
    )
    assert (result["status"], result["version"]) == ("in_progress", moved.stay["version"])


async def test_the_new_custodian_reads_sends_cancels_and_stops_them(
    world: World, moved: Moved
) -> None:
    worker = moved.ngo.agent(Role.CASE_WORKER)
    stay = await world.done(worker, "GET", f"/v1/referrals/{moved.stay['id']}")
    assert (stay["sheet"]["sex"], stay["sender_id"]) == ("female", str(moved.former.id))
    draft = await world.move(worker, "referrals", moved.draft, "send")
    draft = await world.move(worker, "referrals", draft, "cancel", {"reason": "other"})
    assert draft["status"] == "cancelled"
    stopped = await world.move(worker, "referrals", moved.stay, "stop", {"reason": "safety"})
    assert (stopped["status"], stopped["bed"]) == ("cancelled", "released")
    assert await recorded(world, "referral:send", moved.draft) == [worker]
    assert await recorded(world, "referral:stop", moved.stay) == [worker]


async def test_the_receiver_and_the_present_custodian_hear_of_changes_and_nobody_else(
    world: World, moved: Moved
) -> None:
    intake = moved.shelter.agent(Role.INTAKE_OFFICER)
    await world.move(intake, "referrals", moved.stay, "note", {})
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event"
        " WHERE subject_id = $1 AND action = 'referral:note'", UUID(moved.stay["id"]),
    )  # fmt: skip
    assert {row["organisation_id"] for row in rows} == {moved.ngo.id, moved.shelter.id}
    assert len(rows) == 2


async def test_a_referral_to_the_new_custodian_has_it_on_both_sides(world: World) -> None:
    former, ngo = [await world.make_organisation(kind) for kind in ("police", "ngo")]
    case_id = (await world.a_case(former))["id"]
    row = await world.a_referral(case_id, by=former, to=ngo)
    row = await world.move(former.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    await hand_over(world, case_id, former, ngo)
    row = await world.move(ngo.agent(Role.CASE_WORKER), "referrals", row, "cancel",
                           {"reason": "need_resolved"})  # fmt: skip
    assert (row["status"], row["sheet"]["sex"]) == ("cancelled", "female")
    assert await world.owner.fetchval(
        "SELECT count(*) FROM outgoing_event WHERE subject_id = $1 AND action = 'referral:cancel'",
        UUID(row["id"]),
    ) == 1  # fmt: skip


async def test_who_answers_for_her_again_sees_the_referral_itself(
    world: World, moved: Moved
) -> None:
    await hand_over(world, moved.stay["case_id"], moved.ngo, moved.former)
    officer = moved.former.agent(Role.FIRST_RESPONDER)
    result = await world.done(officer, "GET", f"/v1/referrals/{moved.stay['id']}")
    assert (result["sheet"]["sex"], result["bed"]) == ("female", "occupied")
    page = await world.done(officer, "GET", "/v1/referrals")
    assert sorted(item["id"] for item in page["items"]) == sorted(
        row["id"] for row in (moved.stay, moved.draft, moved.asked)
    )
    agent = moved.ngo.agent(Role.CASE_WORKER)
    await refused(
        world, 404, "not-found", agent, "GET", f"/v1/referrals/{moved.stay['id']}"
    )  # it had written nothing of it


async def test_the_inquirys_move_leaves_the_referrals_where_they_are(world: World) -> None:
    row = await world.a_referral()
    offer = await world.an_offer(row["case_id"])
    prosecutor = world.prosecutor.agent(Role.SUPERVISOR)
    await world.move(prosecutor, "handoffs", offer, "accept")
    officer = world.police.agent(Role.FIRST_RESPONDER)
    assert (await world.done(officer, "GET", f"/v1/referrals/{row['id']}"))["sheet"]
    await refused(world, 404, "not-found", prosecutor, "GET", f"/v1/referrals/{row['id']}")


async def test_by_sql_too_the_sender_alone_neither_sees_nor_changes_it(
    server: Embedded, moved: Moved
) -> None:
    async with as_app(server, moved.former) as connection:
        await connection.execute("SELECT set_config('app.sight', 'grants', false)")
        found = await connection.fetch(
            "SELECT id FROM referral WHERE case_id = $1", UUID(moved.stay["case_id"])
        )
        assert found == []
        assert await connection.fetchval("SELECT count(*) FROM referral_copy") == 3
        status = await connection.execute(
            "UPDATE referral SET reason = 'safety' WHERE case_id = $1", UUID(moved.stay["case_id"])
        )
        assert status == "UPDATE 0"
    async with as_app(server, moved.ngo) as connection:
        await connection.execute("SELECT set_config('app.sight', 'grants', false)")
        custodians = await connection.fetch("SELECT DISTINCT custodian_id FROM referral")
        assert [row["custodian_id"] for row in custodians] == [moved.ngo.id]
        assert await connection.fetchval("SELECT count(*) FROM referral_copy") == 0
