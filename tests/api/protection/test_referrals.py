"""A referral: the receiver's view, when the identity opens, and when it closes again."""

from typing import Any

import pytest

from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.codelists.status import IdentificationStatus
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.world import World


async def sent(world: World, **fields: Any) -> dict[str, Any]:
    draft = await world.a_referral(**fields)
    return await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")


async def accepted(world: World, **fields: Any) -> dict[str, Any]:
    """A referral of a person whose identity is recorded, that the shelter has accepted."""
    case = await world.a_case()
    await world.an_identity(case["id"])
    row = await sent(world, case_id=case["id"], **fields)
    return await world.move(
        world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {}
    )


def identity_of(row: dict[str, Any]) -> str:
    return f"/v1/cases/{row['case_id']}/identity"


@pytest.mark.parametrize("status", IdentificationStatus)
async def test_help_is_asked_for_and_given_in_every_identification_status(
    world: World, status: IdentificationStatus
) -> None:
    case = await world.a_case()
    await world.rewrite("case", case, status=status)
    row = await sent(world, case_id=case["id"])
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    row = await world.move(intake, "referrals", row, "accept", {})
    row = await world.move(intake, "referrals", row, "start")
    assert row["status"] == "in_progress"
    assert await recorded(world, "referral:accept", row) == [intake]


async def test_a_draft_is_seen_by_its_sender_only(world: World) -> None:
    draft = await world.a_referral()
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await refused(world, 404, "not-found", intake, "GET", f"/v1/referrals/{draft['id']}")
    supervisor = world.police.agent(Role.SUPERVISOR)
    await world.done(supervisor, "GET", f"/v1/referrals/{draft['id']}")
    assert await recorded(world, "referral:read", draft) == [supervisor]


async def test_identity_opens_on_acceptance_and_not_before(world: World) -> None:
    case = await world.a_case()
    await world.an_identity(case["id"])
    row = await sent(world, case_id=case["id"])
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await refused(world, 404, "not-found", intake, "GET", identity_of(row))
    row = await world.move(intake, "referrals", row, "acknowledge")
    await refused(world, 404, "not-found", intake, "GET", identity_of(row))
    row = await world.move(intake, "referrals", row, "accept", {})
    assert (await world.done(intake, "GET", identity_of(row)))["identity"]["family_name"]
    (event,) = await world.events(action="identity:read", agent_id=intake, outcome="allowed",
                                  subject_id=case["id"])  # fmt: skip
    assert event["section"] == "identity"


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("complete", {"outcome": "service_provided"}),
        ("fail", {"reason": "security_risk"}),
        ("stop", {"reason": "safety"}),
    ],
)
async def test_identity_closes_when_the_referral_ends(
    world: World, event: str, body: dict[str, str]
) -> None:
    row = await accepted(world)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await world.done(intake, "GET", identity_of(row))
    row = await world.move(intake, "referrals", row, event, body)
    await refused(world, 404, "not-found", intake, "GET", identity_of(row))
    await refused(world, 404, "not-found", intake, "GET", f"/v1/cases/{row['case_id']}")
    assert await recorded(world, f"referral:{event}", row) == [intake]


async def test_a_rejection_never_opens_the_identity_and_closes_the_sheet(world: World) -> None:
    row = await sent(world)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    assert (await world.done(intake, "GET", f"/v1/referrals/{row['id']}"))["sheet"]["case_code"]
    row = await world.move(intake, "referrals", row, "reject", {"reason": "out_of_area"})
    assert row["sheet"] is None
    assert (await world.done(intake, "GET", f"/v1/referrals/{row['id']}"))["sheet"] is None
    await refused(world, 404, "not-found", intake, "GET", identity_of(row))
    officer = world.police.agent(Role.FIRST_RESPONDER)
    assert (await world.done(officer, "GET", f"/v1/referrals/{row['id']}"))["sheet"]["case_code"]
    (event,) = await world.events(action="referral:reject", subject_id=row["id"])
    assert event["code"] == "out_of_area"


@pytest.mark.parametrize("status", ReferralStatus)
async def test_a_referral_is_replaced_only_when_it_ended_without_help(
    world: World, status: ReferralStatus
) -> None:
    replaced = await world.a_referral()
    await world.rewrite("referral", replaced, status=status)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    body = {
        "case_id": replaced["case_id"], "receiver_id": str(world.ngo.id),
        "service_type": "legal_aid", "priority": "routine", "replaces_id": replaced["id"],
    }  # fmt: skip
    if status in {"rejected", "expired", "failed", "cancelled"}:
        result = await world.done(officer, "POST", "/v1/referrals", body)
        assert result["replaces_id"] == replaced["id"]
        assert await recorded(world, "referral:create", result) == [officer]
    else:
        await refused(world, 409, "conflict", officer, "POST", "/v1/referrals", body)


async def test_a_cancellation_after_acceptance_needs_the_receivers_agreement(world: World) -> None:
    row = await accepted(world, bed_asked=True)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    await move_refused(world, 409, "conflict", intake, "referrals", row, "confirm-cancellation")
    reason = {"reason": "better_option_found"}
    row = await world.move(officer, "referrals", row, "request-cancellation", reason)
    assert (row["status"], row["cancellation_requested"]) == ("accepted", True)
    row = await world.move(intake, "referrals", row, "confirm-cancellation")
    assert (row["status"], row["bed"]) == ("cancelled", "released")
    assert await recorded(world, "referral:confirm_cancellation", row) == [intake]


async def test_no_referral_goes_to_the_senders_own_organisation_or_to_an_inactive_one(
    world: World,
) -> None:
    case = await world.a_case()
    officer = world.police.agent(Role.FIRST_RESPONDER)
    body = {
        "case_id": case["id"], "receiver_id": str(world.police.id), "service_type": "shelter",
        "priority": "urgent",
    }  # fmt: skip
    await refused(world, 409, "conflict", officer, "POST", "/v1/referrals", body)
    closed = await world.make_organisation("shelter")
    switch_off = "UPDATE organisation SET active = false WHERE id = $1"
    await world.arrange(closed.id, switch_off, closed.id)
    body["receiver_id"] = str(closed.id)
    result = await refused(world, 422, "malformed-input", officer, "POST", "/v1/referrals", body)
    assert result["errors"][0]["pointer"] == "/receiver_id"
