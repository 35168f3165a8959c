"""A consent may leave the choice of a shelter to the coordination, for the sheet alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.sessions import as_app
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)


def officer(world: World) -> UUID:
    return world.police.agent(Role.FIRST_RESPONDER)


def coordinator(world: World) -> UUID:
    return world.coordination.agent(Role.COORDINATOR)


async def left_open(world: World, case: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A consent that names nobody but a shelter that the coordination finds."""
    return await world.a_consent(
        case["id"], coordination_finds=True, **{"sections": [], **fields}
    )  # fmt: skip


async def a_draft(world: World, **fields: Any) -> dict[str, Any]:
    case = await world.a_case()
    consent = await left_open(world, case)
    return await world.a_referral(
        case["id"], consent_id=consent["id"], **{"shared_sections": [], **fields}
    )


async def accepted(world: World) -> dict[str, Any]:
    """A referral to a shelter that the coordination found, which the shelter has accepted."""
    row = await world.move(coordinator(world), "referrals", await a_draft(world), "name-shelter")
    row = await world.move(officer(world), "referrals", row, "send")
    return await world.move(
        world.shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {}
    )


async def test_the_shelter_that_the_coordination_names_gets_the_sheet_and_no_section(
    world: World,
) -> None:
    row = await accepted(world)
    intake = world.shelter.agent(Role.INTAKE_OFFICER)
    read = await world.done(intake, "GET", f"/v1/referrals/{row['id']}")
    assert read["sheet"]["case_code"]
    assert read["shelter_named_at"]
    assert await recorded(world, "referral:name_shelter", row) == [coordinator(world)]
    consent = await world.done(intake, "GET", f"/v1/consents/{row['consent_id']}")
    assert consent["recipients"] == [str(world.shelter.id)]
    assert consent["coordination_finds"]
    await refused(world, 403, "forbidden", intake, "GET", f"/v1/cases/{row['case_id']}/identity")


@pytest.mark.parametrize(
    ("sections", "is_named", "uncovered"),
    [([], False, ["recipient"]), (["identity"], True, ["recipient", "sections"])],
    ids=["not found by the coordination", "identity is asked"],
)
async def test_such_a_consent_covers_neither_a_shelter_of_the_senders_choice_nor_the_identity(
    world: World, sections: list[str], is_named: bool, uncovered: list[str]
) -> None:
    row = await a_draft(world, shared_sections=sections)
    if is_named:
        row = await world.move(coordinator(world), "referrals", row, "name-shelter")
    told = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert told["uncovered"] == uncovered


async def test_identity_needs_the_name_even_where_others_are_named_for_it(world: World) -> None:
    case = await world.a_case()
    consent = await left_open(world, case, recipients=[str(world.ngo.id)], sections=["identity"])
    row = await world.a_referral(case["id"], consent_id=consent["id"], shared_sections=["identity"])
    row = await world.move(coordinator(world), "referrals", row, "name-shelter")
    told = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert told["uncovered"] == ["recipient"]


async def test_only_the_coordination_names_it_once_and_only_a_shelter(
    world: World, server: Embedded
) -> None:
    row = await a_draft(world)
    await move_refused(world, 403, "forbidden", officer(world), "referrals", row, "name-shelter")
    async with as_app(server, world.police) as connection:
        with pytest.raises(asyncpg.PostgresError) as told:
            await connection.execute(
                "UPDATE referral SET shelter_named_at = now() WHERE id = $1", row["id"]
            )
    assert told.value.sqlstate == "NR003"
    row = await world.move(coordinator(world), "referrals", row, "name-shelter")
    await move_refused(world, 409, "conflict", coordinator(world), "referrals", row, "name-shelter")
    other = await a_draft(world, service_type="food")
    await move_refused(
        world, 409, "conflict", coordinator(world), "referrals", other, "name-shelter"
    )


async def test_a_withdrawal_ends_it_and_the_shelter_may_report_one(world: World) -> None:
    row = await accepted(world)
    worker = world.shelter.agent(Role.CASE_WORKER)
    path = f"/v1/consents/{row['consent_id']}"
    consent = await world.done(worker, "GET", path)
    await world.move(worker, "consents", consent, "withdraw")
    ended = await world.done(worker, "GET", f"/v1/referrals/{row['id']}")
    assert (ended["status"], ended["reason"], ended["sheet"]) == (
        "cancelled", "consent_withdrawn", None
    )  # fmt: skip


async def test_one_that_has_run_out_covers_nothing(world: World) -> None:
    row = await world.move(coordinator(world), "referrals", await a_draft(world), "name-shelter")
    consent = {"id": row["consent_id"], "case_id": row["case_id"]}
    await world.rewrite("consent", consent, valid_until=PAST)
    told = await move_refused(
        world, 409, "consent-missing", officer(world), "referrals", row, "send"
    )
    assert told["uncovered"] == ["status"]


async def test_a_renewed_consent_of_the_same_kind_takes_the_referral_over(world: World) -> None:
    row = await accepted(world)
    await left_open(world, {"id": row["case_id"]}, supersedes_id=row["consent_id"])
    path = f"/v1/referrals/{row['id']}"
    now = await world.done(world.shelter.agent(Role.INTAKE_OFFICER), "GET", path)
    assert (now["status"], now["consent_id"] != row["consent_id"]) == ("accepted", True)


async def test_a_refusal_of_it_withdraws_what_was_left_open_before(world: World) -> None:
    row = await a_draft(world)
    await left_open(world, {"id": row["case_id"]}, answer="refused")
    before = await world.done(officer(world), "GET", f"/v1/consents/{row['consent_id']}")
    assert before["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"coordination_finds": False}, "/recipients", "missing"),
        ({"sections": ["identity"]}, "/sections", "invalid_value"),
        (
            {"legal_ground": "vital_interest", "given_by": None, "method": None},
            "/coordination_finds", "invalid_value",
        ),
    ],
)  # fmt: skip
async def test_a_consent_for_nobody_and_a_ground_that_names_nobody_are_refused(
    world: World, fields: dict[str, Any], pointer: str, code: str
) -> None:
    case = await world.a_case()
    body = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "coordination_finds": True, **fields,
    }  # fmt: skip
    answer = await refused(
        world, 422, "malformed-input", officer(world), "POST", "/v1/consents", body
    )
    (error,) = answer["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)
