"""A consent allows only what it covers, and its withdrawal closes all access at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


async def draft_under(world: World, **consent: Any) -> dict[str, Any]:
    """A draft to the shelter that rests on such a consent."""
    case = await world.a_case()
    recipient = consent.pop("recipient", world.shelter)
    result = await world.a_consent(case["id"], recipient, **consent)
    return await world.a_referral(case["id"], consent_id=result["id"])


def officer(world: World) -> Any:
    return world.police.agent(Role.FIRST_RESPONDER)


async def accepted(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """An accepted referral with a place, and the consent it rests on."""
    case = await world.a_case()
    await world.an_identity(case["id"])
    consent = await world.a_consent(case["id"], world.shelter)
    row = await world.a_referral(case["id"], consent_id=consent["id"], bed_asked=True)
    row = await world.move(officer(world), "referrals", row, "send")
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    return await world.move(intake, "referrals", row, "accept", {}), consent


async def test_a_referral_without_a_consent_is_not_sent(world: World) -> None:
    row = await world.a_referral(consent_id=None)
    await move_refused(world, 409, "consent-missing", officer(world), "referrals", row, "send")
    assert await recorded(world, "referral:send", row) == []


@pytest.mark.parametrize(
    ("consent", "uncovered"),
    [
        ({"purposes": ["justice", "research"]}, ["purpose"]),
        ({"sections": ["protection"]}, ["sections"]),
        ({"answer": "awaited"}, ["status"]),
        ({"answer": "refused"}, ["status"]),
        ({"ran_out": True}, ["status"]),
        ({"purposes": ["research"], "sections": []}, ["purpose", "sections"]),
    ],
)
async def test_the_refusal_names_the_parts_that_the_consent_does_not_cover(
    world: World, consent: dict[str, Any], uncovered: list[str]
) -> None:
    row = await draft_under(world, **consent)
    result = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert result["uncovered"] == uncovered


async def test_a_consent_for_another_receiver_or_another_person_covers_nothing(
    world: World,
) -> None:
    row = await draft_under(world, recipient=world.ngo)
    result = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert result["uncovered"] == ["recipient"]
    other = await world.a_consent((await world.a_case())["id"], world.shelter)
    row = await world.a_referral((await world.a_case())["id"], consent_id=other["id"])
    result = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert result["uncovered"] == ["case"]


async def test_a_consent_that_ran_out_after_sending_stops_the_acceptance(world: World) -> None:
    row = await draft_under(world)
    row = await world.move(officer(world), "referrals", row, "send")
    await world.rewrite(
        "consent", {"id": row["consent_id"], "case_id": row["case_id"]}, valid_until=PAST
    )
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    result = await move_refused(
        world, 409, "consent-missing", intake, "referrals", row, "accept", {}
    )
    assert result["uncovered"] == ["status"]


async def test_a_withdrawal_closes_the_access_at_once(world: World) -> None:
    row, consent = await accepted(world)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    identity = f"/v1/cases/{row['case_id']}/identity"
    await world.done(intake, "GET", identity)
    before = await world.owner.fetchval("SELECT sum(held) FROM capacity")
    result = await world.move(officer(world), "consents", consent, "withdraw")
    assert result["status"] == "withdrawn"
    await refused(world, 404, "not-found", intake, "GET", identity)
    row = await world.done(officer(world), "GET", f"/v1/referrals/{row['id']}")
    assert (row["status"], row["reason"], row["bed"]) == (
        "cancelled", "consent_withdrawn", "released",
    )  # fmt: skip
    assert await world.owner.fetchval("SELECT sum(held) FROM capacity") == before - 1
    assert await recorded(world, "consent:withdraw", consent) == [officer(world)]
    assert await recorded(world, "referral:stop", row) == [officer(world)]


async def test_a_withdrawal_stops_drafts_and_requests_and_leaves_ended_referrals(
    world: World,
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    rows = [await world.a_referral(case["id"], consent_id=consent["id"]) for _ in range(3)]
    await world.rewrite("referral", rows[1], status="received")
    await world.rewrite("referral", rows[2], status="completed")
    await world.move(officer(world), "consents", consent, "withdraw")
    result = [await world.done(officer(world), "GET", f"/v1/referrals/{row['id']}") for row in rows]
    assert [row["status"] for row in result] == ["cancelled", "cancelled", "completed"]


async def test_a_withdrawal_names_the_version_it_saw(world: World) -> None:
    row, consent = await accepted(world)
    path = f"/v1/consents/{consent['id']}/withdraw"
    await refused(world, 412, "stale-version", officer(world), "POST", path, version=9)
    told = await world.done(officer(world), "GET", f"/v1/referrals/{row['id']}")
    assert (told["status"], told["bed"]) == ("accepted", "held")
    assert await recorded(world, "consent:withdraw", consent) == []
    assert await recorded(world, "referral:stop", row) == []


@pytest.mark.parametrize("ground", ["duty_to_report", "court_order"])
async def test_a_legal_ground_opens_nothing_until_a_second_person_confirms_it(
    world: World, ground: str
) -> None:
    row = await draft_under(world, legal_ground=ground)
    await move_refused(world, 409, "consent-missing", officer(world), "referrals", row, "send")
    consent = await world.done(officer(world), "GET", f"/v1/consents/{row['consent_id']}")
    assert consent["status"] == "proposed"
    await move_refused(
        world, 409, "second-person-needed", officer(world), "consents", consent, "confirm"
    )
    second = world.police.agent(Role.SUPERVISOR)
    consent = await world.move(second, "consents", consent, "confirm")
    assert (consent["status"], consent["second_agent_id"]) == ("active", str(second))
    assert await recorded(world, "consent:confirm", consent) == [second]
    await world.move(officer(world), "referrals", row, "send")


async def test_a_consent_that_ran_out_is_expired_for_every_event_but_its_withdrawal(
    world: World,
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    await world.rewrite("consent", consent, valid_until=PAST)
    path = f"/v1/consents/{consent['id']}"
    assert (await world.done(officer(world), "GET", path))["status"] == "expired"
    for event in ("confirm", "refuse", "mark-error"):
        result = await move_refused(
            world, 409, "invalid-transition", world.police.agent(Role.SUPERVISOR), "consents",
            consent, event,
        )  # fmt: skip
        allowed = ["withdraw", "supersede"]
        assert (result["current_state"], result["allowed_events"]) == ("expired", allowed)


async def test_only_a_custodian_of_the_case_records_a_consent(world: World) -> None:
    row, _ = await accepted(world)
    body = {
        "case_id": row["case_id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.ngo.id)],
    }  # fmt: skip
    worker = world.shelter.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", worker, "POST", "/v1/consents", body)
    stranger = world.stranger.agent(Role.CASE_WORKER)
    await refused(world, 404, "not-found", stranger, "POST", "/v1/consents", body)


async def test_a_consent_is_replaced_only_when_nothing_open_rests_on_it(world: World) -> None:
    row, consent = await accepted(world)
    newer = {
        "case_id": row["case_id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.ngo.id)], "supersedes_id": consent["id"],
    }  # fmt: skip
    await refused(world, 409, "conflict", officer(world), "POST", "/v1/consents", newer)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.done(intake, "GET", f"/v1/cases/{row['case_id']}/identity")
    await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    await world.done(officer(world), "POST", "/v1/consents", newer)
    old = await world.done(officer(world), "GET", f"/v1/consents/{consent['id']}")
    assert old["status"] == "superseded"
    assert await recorded(world, "consent:supersede", consent) == [officer(world)]
