"""What time decides of a referral after its acceptance, and the delays that it reports."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.expiry_job import publish_overdue
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)
LONG_PAST = PAST - timedelta(hours=1)
HOLD = {"reason": "illness", "review_on": (PAST + timedelta(days=2)).date().isoformat()}
ASK = {"reason": "need_resolved"}


async def sent(world: World, **fields: Any) -> dict[str, Any]:
    row = await world.a_referral(**fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")


async def received(world: World, row: dict[str, Any], event: str, body: Any = None) -> Any:
    return await world.move(world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, event, body)


async def accepted(world: World, *then: tuple[str, Any]) -> dict[str, Any]:
    row = await sent(world, bed_asked=True)
    for event, body in (("accept", {}), *then):
        row = await received(world, row, event, body)
    return row


async def asked_to_cancel(world: World, row: dict[str, Any]) -> dict[str, Any]:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    return await world.move(officer, "referrals", row, "request-cancellation", ASK)


async def shown(world: World, row: dict[str, Any]) -> dict[str, Any]:
    return await world.done(
        world.police.agent(Role.FIRST_RESPONDER), "GET", f"/v1/referrals/{row['id']}"
    )


async def told(world: World, row: dict[str, Any], action: str) -> set[UUID]:
    rows = await world.owner.fetch(
        "SELECT organisation_id FROM outgoing_event WHERE subject_id = $1 AND action = $2",
        UUID(row["id"]), action,
    )  # fmt: skip
    return {found["organisation_id"] for found in rows}


async def test_a_pause_before_the_start_lapses_by_start_by(world: World) -> None:
    row = await accepted(world, ("hold", HOLD))
    await world.rewrite("referral", row, start_by=PAST)
    result = await shown(world, row)
    assert (result["status"], result["reason"], result["end_reason"]) == (
        "failed", "not_started", "not_started",
    )  # fmt: skip
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    problem = await move_refused(
        world, 409, "invalid-transition", intake, "referrals", row, "resume"
    )
    assert problem["current_state"] == "failed"
    assert await recorded(world, "referral:lapse", row) == [None]
    assert (await shown(world, row))["bed"] == "released"


async def test_a_pause_after_the_start_does_not_lapse_and_lifts_no_feedback(world: World) -> None:
    row = await accepted(world, ("start", None), ("hold", HOLD))
    await world.rewrite("referral", row, start_by=PAST, feedback_by=PAST)
    result = await shown(world, row)
    assert (result["status"], result["feedback_overdue"]) == ("on_hold", True)
    result = await received(world, row, "resume")
    assert (result["feedback_by"], result["feedback_overdue"]) == (
        PAST.isoformat().replace("+00:00", "Z"), True,
    )  # fmt: skip


async def test_a_service_that_begins_after_a_pause_has_its_limit_for_feedback(world: World) -> None:
    row = await accepted(world, ("hold", HOLD), ("resume", None))
    assert row["started_at"] is not None
    assert row["feedback_by"] is not None
    assert row["bed"] == "occupied"


@pytest.mark.parametrize("held", [False, True])
async def test_an_unanswered_cancellation_counts_as_agreed_before_the_start(
    world: World, held: bool
) -> None:
    row = await asked_to_cancel(world, await accepted(world, *[("hold", HOLD)] * held))
    await world.rewrite("referral", row, answer_cancellation_by=PAST)
    result = await shown(world, row)
    assert (result["status"], result["end_reason"]) == ("cancelled", "need_resolved")
    assert await publish_overdue(world.process.database) >= 1
    result = await shown(world, row)
    assert (result["status"], result["end_reason"], result["bed"]) == (
        "cancelled", "need_resolved", "released",
    )  # fmt: skip
    action = "referral:confirm_cancellation_by_time"
    assert await recorded(world, action, row) == [None]
    assert await told(world, row, action) == {world.police.id, world.shelter.id}


async def test_of_two_deadlines_the_first_decides(world: World) -> None:
    row = await asked_to_cancel(world, await accepted(world))
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for start_by, answer_by, status in (
        (PAST, LONG_PAST, "cancelled"), (LONG_PAST, PAST, "failed"),
    ):  # fmt: skip
        await world.rewrite("referral", row, start_by=start_by, answer_cancellation_by=answer_by)
        assert (await shown(world, row))["status"] == status
        page = await world.done(
            officer, "GET", f"/v1/referrals?case_id={row['case_id']}&status={status}"
        )
        assert [item["id"] for item in page["items"]] == [row["id"]]


@pytest.mark.parametrize("held", [False, True])
async def test_a_service_that_has_begun_is_not_cancelled_by_time_but_the_delay_is_told(
    world: World, held: bool
) -> None:
    row = await accepted(world, ("start", None), *[("hold", HOLD)] * held)
    row = await asked_to_cancel(world, row)
    await world.rewrite("referral", row, answer_cancellation_by=PAST)
    result = await shown(world, row)
    assert (result["status"], result["cancellation_overdue"]) == (row["status"], True)
    await publish_overdue(world.process.database)
    await publish_overdue(world.process.database)
    action = "referral:delay_cancellation"
    assert await recorded(world, action, row) == [None]
    assert await told(world, row, action) == {world.police.id, world.shelter.id}
    result = await shown(world, row)
    assert (result["status"], result["cancellation_overdue"]) == (row["status"], True)


@pytest.mark.parametrize(
    ("deadline", "flag", "event"),
    [
        ("acknowledge_by", "acknowledgement_overdue", "delay_acknowledgement"),
        ("feedback_by", "feedback_overdue", "delay_feedback"),
    ],
)
async def test_a_delay_is_shown_at_once_and_told_once(
    world: World, deadline: str, flag: str, event: str
) -> None:
    row = await sent(world) if flag.startswith("ack") else await accepted(world, ("start", None))
    assert row[flag] is False
    await world.rewrite("referral", row, **{deadline: PAST})
    assert (await shown(world, row))[flag] is True
    await publish_overdue(world.process.database)
    await publish_overdue(world.process.database)
    assert await recorded(world, f"referral:{event}", row) == [None]
    assert await told(world, row, f"referral:{event}") == {world.police.id, world.shelter.id}
    row = await shown(world, row)
    assert row[flag] is True
    if flag.startswith("ack"):
        row = await received(world, row, "acknowledge")
    else:
        row = await received(world, row, "complete", {"outcome": "service_provided"})
    assert row[flag] is False


async def test_a_withdrawal_leaves_an_expired_referral_expired(world: World) -> None:
    row = await sent(world)
    await world.rewrite("referral", row, decide_by=PAST)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    consent = await world.done(officer, "GET", f"/v1/consents/{row['consent_id']}")
    await world.move(officer, "consents", consent, "withdraw")
    assert (await shown(world, row))["status"] == "expired"
    assert await recorded(world, "referral:expire", row) == [None]
    assert await recorded(world, "referral:stop", row) == []


async def test_a_consent_on_which_only_expired_records_rest_is_replaced(world: World) -> None:
    row = await sent(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    body = {"supersedes_id": row["consent_id"]}
    path = "/v1/consents"
    refusal = await world.call(officer, "POST", path, await consent_body(world, row) | body)
    assert refusal.status_code == 409
    await world.rewrite("referral", row, decide_by=PAST)
    renewed = await world.done(officer, "POST", path, await consent_body(world, row) | body)
    assert renewed["supersedes_id"] == row["consent_id"]
    assert await recorded(world, "consent:record", renewed) == [officer]


async def consent_body(world: World, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "case_id": row["case_id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.shelter.id)], "sections": [],
    }  # fmt: skip
