"""Who confirms an urgent legal ground, and what else ends the wait for the second person."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.client_tokens import signed_in_by
from tests.support.grounds import SECTIONS, a_night
from tests.support.scene import add_client
from tests.support.sessions import as_app
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def test_whoever_recorded_the_ground_does_not_confirm_it(world: World) -> None:
    night = await a_night(world)
    row = await night.refer()
    await move_refused(
        world, 409, "second-person-needed", night.officer, "consents", night.ground, "confirm"
    )
    assert (await night.status(), await night.identity()) == ("provisional", 403)
    assert await recorded(world, "referral:renew_consent", row) == []


async def test_a_recipient_and_who_answers_for_the_inquiry_do_not_confirm_it(world: World) -> None:
    night = await a_night(world)
    await move_refused(world, 403, "forbidden", night.nurse, "consents", night.ground, "confirm")
    own = await world.a_consent(night.case["id"], world.police, legal_ground="vital_interest")
    await move_refused(world, 409, "second-person-needed", night.second, "consents", own, "confirm")
    offer = await world.an_offer(night.case["id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await move_refused(world, 403, "forbidden", night.second, "consents", night.ground, "confirm")
    # Her new custodian may: two people of the organisation that answers for her stand for it.
    confirmed = await world.move(
        world.ngo.agent(Role.SUPERVISOR), "consents", night.ground, "confirm"
    )
    assert confirmed["status"] == "active"
    read = await world.done(night.second, "GET", f"/v1/consents/{night.ground['id']}")
    assert (read["status"], read["second_agent_id"], read["version"]) == ("provisional", None, 1)


async def test_one_machine_key_does_not_stand_for_both_persons(world: World) -> None:
    case = await world.a_case()
    clients = [await add_client(world, world.police) for _ in range(2)]
    body = {
        "case_id": case["id"], "language": "bam", "purposes": ["care"],
        "recipients": [str(world.health.id)], "legal_ground": "vital_interest",
    }  # fmt: skip
    officer, second = (world.police.agent(r) for r in (Role.FIRST_RESPONDER, Role.SUPERVISOR))
    made = await world.done(
        None, "POST", "/v1/consents", body, headers=signed_in_by(world, clients[0], officer)
    )
    assert made["status"] == "provisional"
    path = f"/v1/consents/{made['id']}/confirm"
    codes = [
        (await world.call(None, "POST", path, version=1, headers=signed_in_by(world, key, second)))
        .json().get("code")
        for key in clients
    ]  # fmt: skip
    assert codes == ["second-person-needed", None]
    assert await recorded(world, "consent:confirm", made) == [second]


async def test_a_recipient_knows_of_the_ground_from_its_recording(
    world: World, server: Embedded
) -> None:
    night = await a_night(world)
    read = await world.done(night.nurse, "GET", f"/v1/consents/{night.ground['id']}")
    assert (read["status"], read["recipients"]) == ("provisional", [str(world.health.id)])
    async with as_app(server, world.stranger) as connection:
        found = await connection.fetchval(
            "SELECT id FROM consent WHERE id = $1", night.ground["id"]
        )
    assert found is None


async def test_the_no_of_the_second_person_closes_and_the_service_goes_on(world: World) -> None:
    night = await a_night(world)
    hers = await world.a_consent(night.case["id"], world.health, purposes=["research"])
    row = await night.refer("in_progress")
    await world.move(night.second, "consents", night.ground, "refuse")
    shown = await night.sees(row)
    assert (shown["status"], shown["sheet"]) == ("in_progress", None)
    assert (await night.grants(row), await night.identity()) == ([], 404)
    # It is not her no.
    read = await world.done(night.second, "GET", f"/v1/consents/{hers['id']}")
    assert read["status"] == "active"
    assert await recorded(world, "consent:refuse", night.ground) == [night.second]
    renewed = await world.a_consent(night.case["id"], world.health)
    shown = await night.sees(row)
    assert (shown["consent_id"], shown["sheet"] is None) == (renewed["id"], False)
    assert await night.identity() == 200


@pytest.mark.parametrize("by", ["officer", "nurse"])
async def test_she_withdraws_and_what_rested_on_the_ground_ends(world: World, by: str) -> None:
    night = await a_night(world)
    row = await night.refer()
    agent = getattr(night, by)
    await world.move(agent, "consents", night.ground, "withdraw")
    shown = await night.sees(row)
    assert (shown["status"], shown["end_reason"], shown["sheet"]) == (
        "cancelled", "consent_withdrawn", None,
    )  # fmt: skip
    assert await night.identity() == 404
    assert await recorded(world, "consent:withdraw", night.ground) == [agent]
    ended = night.ground | {"version": 2}
    await move_refused(world, 409, "invalid-transition", night.second, "consents", ended, "confirm")


async def test_her_no_ends_the_ground_that_another_recorded_for_her(world: World) -> None:
    night = await a_night(world)
    row = await night.refer()
    await world.a_consent(night.case["id"], world.health, answer="refused")
    assert await night.status() == "withdrawn"
    assert (await night.sees(row))["status"] == "cancelled"


async def test_a_ground_recorded_in_error_ends_with_what_rests_on_it(world: World) -> None:
    night = await a_night(world)
    row = await night.refer()
    await world.move(night.second, "consents", night.ground, "mark-error")
    assert (await night.sees(row))["status"] == "cancelled"
    assert await night.grants(row) == []


@pytest.mark.parametrize("way", ["replaces the ground", "stands beside it"])
async def test_her_own_consent_takes_the_place_of_the_ground(world: World, way: str) -> None:
    night = await a_night(world)
    row = await night.refer("in_progress")
    fields = {"supersedes_id": night.ground["id"]} if way == "replaces the ground" else {}
    hers = await world.a_consent(night.case["id"], world.health, **fields)
    shown = await night.sees(row)
    assert (shown["consent_id"], shown["sheet_until"]) == (hers["id"], None)
    assert await night.identity() == 200
    assert [sorted(grant["reads"]) for grant in await night.grants(row)] == [sorted(SECTIONS)]
    assert await night.status() == ("superseded" if fields else "provisional")


async def test_her_consent_is_not_replaced_by_a_ground_that_opens_less(world: World) -> None:
    case = await world.a_case()
    hers = await world.a_consent(case["id"], world.health)
    await world.a_referral(case["id"], to=world.health, consent_id=hers["id"])
    body: dict[str, Any] = {
        "case_id": case["id"], "language": "bam", "purposes": ["care"],
        "recipients": [str(world.health.id)], "sections": SECTIONS,
        "legal_ground": "vital_interest", "supersedes_id": hers["id"],
    }  # fmt: skip
    officer = world.police.agent(Role.FIRST_RESPONDER)
    response = await world.call(officer, "POST", "/v1/consents", body)
    assert (response.status_code, response.json()["code"]) == (409, "conflict")


async def test_one_ground_after_the_other_does_not_keep_access_open(world: World) -> None:
    night = await a_night(world)
    again = await world.a_consent(
        night.case["id"], world.health, world.shelter, legal_ground="vital_interest"
    )
    assert (again["status"], again["confirm_by"]) == ("proposed", None)
    elsewhere = await world.a_consent(
        night.case["id"], world.shelter, legal_ground="vital_interest"
    )
    assert elsewhere["status"] == "provisional"
    await night.pass_by()
    again = await world.a_consent(night.case["id"], world.health, legal_ground="vital_interest")
    assert again["status"] == "proposed"
    long_ago = datetime.now(UTC) - timedelta(days=7, minutes=1)
    await world.rewrite("consent", night.ground, confirm_by=long_ago)
    later = await world.a_consent(night.case["id"], world.health, legal_ground="vital_interest")
    assert later["status"] == "provisional"


async def test_a_confirmed_ground_leaves_the_way_free_for_the_next(world: World) -> None:
    night = await a_night(world)
    await world.move(night.second, "consents", night.ground, "confirm")
    later = await world.a_consent(night.case["id"], world.health, legal_ground="vital_interest")
    assert later["status"] == "provisional"


async def test_of_two_grounds_at_once_one_helps(world: World) -> None:
    for _ in range(6):
        case = await world.a_case(world.ngo)
        body = {
            "case_id": case["id"], "legal_ground": "vital_interest", "language": "bam",
            "purposes": ["care"], "recipients": [str(world.health.id)], "sections": ["health"],
        }  # fmt: skip
        officer = world.ngo.agent(Role.CASE_WORKER)
        calls = [world.call(officer, "POST", "/v1/consents", body) for _ in range(4)]
        answers = await asyncio.gather(*calls)
        assert sorted(answer.json()["status"] for answer in answers) == [
            "proposed", "proposed", "proposed", "provisional",
        ]  # fmt: skip


async def test_a_childs_ground_ends_with_the_correction_of_an_age(world: World) -> None:
    case = await world.a_case(world.ngo, age_band="12_14")
    officer, second = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.SUPERVISOR)
    body = {
        "case_id": case["id"], "legal_ground": "child_best_interest", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.health.id)], "sections": ["health"],
    }  # fmt: skip
    ground = await world.done(officer, "POST", "/v1/consents", body)
    assert ground["status"] == "provisional"
    adult = {"age_band": "25_59"}
    await world.done(officer, "PATCH", f"/v1/cases/{case['id']}", adult, version=1)
    ended = await world.done(officer, "GET", f"/v1/consents/{ground['id']}")
    assert ended["status"] == "expired"
    await move_refused(world, 409, "conflict", second, "consents", ended, "confirm")
    assert await recorded(world, "consent:lapse", ground) == [officer]
    waiting = await world.done(
        officer,
        "POST",
        "/v1/consents",
        body | {"answer": "awaited"} | {"legal_ground": "vital_interest"},
    )
    assert waiting["status"] == "proposed"


async def test_a_childs_ground_is_not_confirmed_for_an_adult(world: World) -> None:
    case = await world.a_case(world.ngo, age_band="12_14")
    officer, second = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.SUPERVISOR)
    body = {
        "case_id": case["id"], "legal_ground": "child_best_interest", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.health.id)], "sections": ["health"],
        "answer": "awaited",
    }  # fmt: skip
    ground = await world.done(officer, "POST", "/v1/consents", body)
    adult = {"age_band": "25_59"}
    await world.done(officer, "PATCH", f"/v1/cases/{case['id']}", adult, version=1)
    await move_refused(world, 409, "conflict", second, "consents", ground, "confirm")
