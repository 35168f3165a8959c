"""Nobody confirms an urgent legal ground in time: it closes, on reading and by the timer."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from referral_api.settings import Settings
from tests.support.audit_log import move_refused, recorded
from tests.support.grounds import a_night
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize("state", ["requested", "accepted", "in_progress"])
async def test_the_sheet_closes_on_reading_and_the_service_goes_on(
    world: World, state: str
) -> None:
    night = await a_night(world)
    row = await night.refer(state)
    await night.pass_by(row)
    assert await night.status() == "expired"
    shown = await night.sees(row)
    assert (shown["status"], shown["sheet"]) == (state, None)
    assert (await night.grants(row), await night.identity()) == ([], 404)
    sent = await world.done(night.officer, "GET", f"/v1/referrals/{row['id']}")
    assert sent["sheet"] is not None
    await move_refused(
        world, 409, "invalid-transition", night.second, "consents", night.ground, "confirm"
    )
    assert await recorded(world, "consent:lapse", night.ground) == []


async def test_nothing_is_sent_or_accepted_on_a_ground_that_has_lapsed(world: World) -> None:
    night = await a_night(world)
    draft, asked = await night.refer("draft"), await night.refer("requested")
    await night.pass_by(asked)
    for agent, row, event, body in (
        (night.officer, draft, "send", None), (night.nurse, asked, "accept", {}),
    ):  # fmt: skip
        result = await move_refused(
            world, 409, "consent-missing", agent, "referrals", row, event, body
        )
        assert result["uncovered"] == ["status"]


async def test_the_timer_writes_the_lapse_down_once(world: World) -> None:
    night, other = await a_night(world), await a_night(world)
    row = await night.refer()
    await night.pass_by(row)
    await publish_overdue(world.process.database)
    await publish_overdue(world.process.database)
    stored = await world.owner.fetchrow(
        "SELECT status, ended_at IS NOT NULL AS ended, version FROM consent WHERE id = $1",
        night.ground["id"],
    )
    assert tuple(stored or ()) == ("expired", True, 2)
    (event,) = await world.events(action="consent:lapse", subject_id=night.ground["id"])
    assert (event["agent_id"], event["organisation_id"], str(event["case_id"])) == (
        None, night.by.id, night.case["id"],
    )  # fmt: skip
    open_grants = await world.owner.fetchval(
        "SELECT count(*) FROM access_grant WHERE consent_id = $1 AND ended_at IS NULL",
        night.ground["id"],
    )
    assert open_grants == 0
    assert (await night.sees(row))["status"] == "accepted"
    assert await other.status() == "provisional"


async def test_the_coordination_is_told_of_a_lapse(world: World) -> None:
    night = await a_night(world)
    await night.pass_by()
    await publish_overdue(world.process.database)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/alerts?case_id={night.case['id']}"
    (alert,) = (await world.done(coordinator, "GET", path))["items"]
    assert (alert["kind"], alert["about_id"], alert["organisation_id"]) == (
        "second_person_missing", night.ground["id"], str(night.by.id),
    )  # fmt: skip
    assert await recorded(world, "alert:raise", alert) == [None]
    told = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1", UUID(alert["id"])
    )
    assert world.coordination.id in {event["organisation_id"] for event in told}
    settled = await world.move(coordinator, "alerts", alert, "settle")
    assert settled["status"] == "settled"


async def test_her_care_goes_on_and_her_consent_opens_again(world: World) -> None:
    night = await a_night(world)
    row = await night.refer()
    await night.pass_by(row)
    await publish_overdue(world.process.database)
    row = await world.move(night.nurse, "referrals", row, "start")
    assert (row["status"], row["sheet"]) == ("in_progress", None)
    assert await night.grants(row) == []
    hers = await world.a_consent(night.case["id"], world.health)
    shown = await night.sees(row)
    assert (shown["consent_id"], shown["sheet"] is None) == (hers["id"], False)
    assert await night.identity() == 200


async def test_the_timer_ends_a_ground_also_where_another_answers_for_her_now(
    world: World,
) -> None:
    night = await a_night(world)
    offer = await world.an_offer(night.case["id"], kind="protection")
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    await night.pass_by()
    await publish_overdue(world.process.database)
    assert await recorded(world, "consent:lapse", night.ground) == [None]
    read = await world.done(
        world.ngo.agent(Role.SUPERVISOR), "GET", f"/v1/consents/{night.ground['id']}"
    )
    assert read["status"] == "expired"


async def test_the_end_of_the_ground_comes_before_the_end_of_the_wait(world: World) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    night = await a_night(world, valid_until=soon.isoformat())
    row = await night.refer()
    assert [grant["valid_until"] for grant in await night.grants(row)] == [soon]
    await world.rewrite("consent", night.ground, valid_until=PAST)
    assert await night.status() == "expired"


async def test_what_she_had_opened_before_stays_open_when_a_ground_lapses(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    hers = await world.a_consent(case["id"], world.health)
    row = await world.a_referral(case["id"], to=world.health, consent_id=hers["id"],
                                 shared_sections=["identity", "health"])  # fmt: skip
    row = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", row, "send")
    nurse = world.health.agent(Role.SUPERVISOR)
    for event, body in (("accept", {}), ("start", None)):
        row = await world.move(nurse, "referrals", row, event, body)
    await world.rewrite("consent", hers, valid_until=PAST)
    night = await a_night(world)
    night.case = case
    night.ground = await world.a_consent(case["id"], world.health, legal_ground="vital_interest")
    shown = await night.sees(row)
    assert (shown["consent_id"], shown["sheet_until"]) == (night.ground["id"], None)
    assert [grant["reads"] for grant in await night.grants(row)] == [["health"]]
    await night.pass_by()
    assert (await night.sees(row))["sheet"] is not None
    assert (await night.grants(row), await night.identity()) == ([], 404)


@pytest.mark.parametrize("hours", [0, 73])
def test_the_wait_for_the_second_person_is_bounded(hours: int) -> None:
    with pytest.raises(ValidationError, match="ground_confirmation"):
        Settings(ground_confirmation=timedelta(hours=hours))
