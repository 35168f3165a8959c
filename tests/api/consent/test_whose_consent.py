"""A consent is its person's: who knows of it, who may change it, and what it says only once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.audit_log import move_refused, recorded, refused
from tests.support.client_tokens import signed_in_by
from tests.support.scene import add_client
from tests.support.sessions import as_app
from tests.support.world import TestOrganisation, World

PAST = datetime.now(UTC) - timedelta(minutes=1)
BODY = {
    "given_by": "self", "method": "written", "language": "bam", "purposes": ["care"],
    "sections": ["identity", "protection"],
}  # fmt: skip


def supervisor(organisation: TestOrganisation) -> UUID:
    return organisation.agent(Role.SUPERVISOR)


def body_for(case: dict[str, Any], *recipients: TestOrganisation, **fields: Any) -> dict[str, Any]:
    return BODY | {"case_id": case["id"], "recipients": [str(r.id) for r in recipients]} | fields


async def knows(world: World, server: Embedded, reader: TestOrganisation, consent: Any) -> bool:
    """Whether the reader finds the consent: by its id, in the list, and in plain SQL, alike."""
    agent = supervisor(reader)
    path = f"/v1/consents?case_id={consent['case_id']}"
    found = (await world.call(agent, "GET", f"/v1/consents/{consent['id']}")).status_code == 200
    listed = [row["id"] for row in (await world.done(agent, "GET", path))["items"]]
    async with as_app(server, reader) as connection:
        row = await connection.fetchval("SELECT id FROM consent WHERE id = $1", consent["id"])
    assert found == (consent["id"] in listed) == (row is not None)
    return found


async def person_handed_over(
    world: World, *, to: TestOrganisation | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A case whose person police has handed to the NGO; it still answers for the inquiry."""
    case = await world.a_case()
    kept = await world.a_consent(case["id"], world.shelter)
    offer = await world.an_offer(case["id"], kind="protection")
    await world.move(supervisor(to or world.ngo), "handoffs", offer, "accept")
    return case, kept


@pytest.mark.parametrize("answer", ["refused", "awaited"])
async def test_a_recipient_does_not_know_of_a_consent_that_was_never_active(
    world: World, server: Embedded, answer: str
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, answer=answer)
    assert not await knows(world, server, world.shelter, consent)
    assert await knows(world, server, world.police, consent)
    worker = world.shelter.agent(Role.CASE_WORKER)
    await move_refused(world, 404, "not-found", worker, "consents", consent, "withdraw")


async def test_a_recipient_knows_of_a_consent_from_the_day_that_it_is_active(
    world: World, server: Embedded
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, answer="awaited")
    consent = await world.move(supervisor(world.police), "consents", consent, "confirm")
    assert await knows(world, server, world.shelter, consent)
    await world.move(supervisor(world.police), "consents", consent, "withdraw")
    assert await knows(world, server, world.shelter, consent)
    assert not await knows(world, server, world.stranger, consent)


async def test_a_former_recorder_reads_a_consent_as_it_stood_and_has_no_power_over_it(
    world: World,
) -> None:
    case, kept = await person_handed_over(world)
    awaited = await world.a_consent(case["id"], world.shelter, by=world.ngo, answer="awaited")
    await move_refused(
        world, 404, "not-found", supervisor(world.police), "consents", awaited, "confirm"
    )
    for event in ("withdraw", "mark-error"):
        await move_refused(
            world, 403, "forbidden", supervisor(world.police), "consents", kept, event
        )
    await world.move(supervisor(world.ngo), "consents", kept, "withdraw")
    path = f"/v1/consents/{kept['id']}"
    read = await world.done(supervisor(world.police), "GET", path)
    assert (read["status"], read["ended_at"], read["version"]) == ("active", None, 1)
    assert (await world.done(supervisor(world.ngo), "GET", path))["status"] == "withdrawn"
    assert (await world.done(supervisor(world.shelter), "GET", path))["status"] == "withdrawn"


async def test_who_answers_for_the_inquiry_only_records_no_consent_and_reopens_no_file(
    world: World,
) -> None:
    case, _ = await person_handed_over(world)
    body = body_for(case, world.police)
    await refused(world, 403, "forbidden", supervisor(world.police), "POST", "/v1/consents", body)
    path = f"/v1/cases/{case['id']}"
    version = (await world.done(supervisor(world.ngo), "GET", path))["version"]
    closed = await world.done(
        supervisor(world.ngo), "POST", f"{path}/close", {"reason": "other"}, version=version
    )
    await refused(
        world, 403, "forbidden", supervisor(world.police), "POST", f"{path}/reopen",
        version=closed["version"],
    )  # fmt: skip
    await world.done(supervisor(world.ngo), "POST", f"{path}/reopen", version=closed["version"])


async def test_who_answers_for_the_inquiry_only_is_refused_as_such_whatever_the_state(
    world: World,
) -> None:
    case, _ = await person_handed_over(world)
    path, closing = f"/v1/cases/{case['id']}", {"reason": "other"}
    inquirer = supervisor(world.police)
    # The side is told before the state and the version.
    await refused(world, 403, "forbidden", inquirer, "POST", f"{path}/reopen", version=99)
    version = (await world.done(supervisor(world.ngo), "GET", path))["version"]
    await world.done(supervisor(world.ngo), "POST", f"{path}/close", closing, version=version)
    await refused(world, 403, "forbidden", inquirer, "POST", f"{path}/close", closing, version=99)


async def test_who_answers_for_the_inquiry_only_sees_no_offer_of_the_person(world: World) -> None:
    case, _ = await person_handed_over(world)
    offer = await world.an_offer(
        case["id"], kind="protection", to=world.shelter, by=world.ngo, physical=True
    )
    path = f"/v1/handoffs/{offer['id']}"
    await refused(world, 404, "not-found", supervisor(world.police), "GET", path)
    listed = await world.done(supervisor(world.police), "GET", f"/v1/handoffs?case_id={case['id']}")
    assert offer["id"] not in [row["id"] for row in listed["items"]]
    await world.done(supervisor(world.shelter), "GET", path)


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"given_by": "authority_order"}, "/legal_ground", "missing"),
        ({"given_by": None}, "/given_by", "missing"),
        ({"method": None}, "/method", "missing"),
    ],
)
async def test_a_consent_without_a_legal_ground_says_who_gave_it_and_how(
    world: World, fields: dict[str, Any], pointer: str, code: str
) -> None:
    case = await world.a_case()
    result = await refused(
        world, 422, "malformed-input", supervisor(world.police), "POST", "/v1/consents",
        body_for(case, world.shelter, **fields),
    )  # fmt: skip
    assert [(error["pointer"], error["code"]) for error in result["errors"]] == [(pointer, code)]


async def test_a_child_under_six_does_not_sign_for_herself(world: World) -> None:
    case = await world.a_case(age_band="under_6")
    agent = supervisor(world.police)
    own = body_for(case, world.shelter)
    await refused(world, 422, "malformed-input", agent, "POST", "/v1/consents", own)
    by_guardian = await world.done(agent, "POST", "/v1/consents", own | {"given_by": "guardian"})
    assert by_guardian["status"] == "active"


@pytest.mark.parametrize("claimed", [{}, {"given_by": None, "method": None}])
async def test_a_legal_ground_claims_neither_giver_nor_method(
    world: World, claimed: dict[str, Any]
) -> None:
    case = await world.a_case()
    body = body_for(case, world.shelter, legal_ground="vital_interest", **claimed)
    made = await world.done(supervisor(world.police), "POST", "/v1/consents", body)
    assert (made["status"], made["given_by"], made["method"]) == ("provisional", None, None)
    read = await world.done(supervisor(world.police), "GET", f"/v1/consents/{made['id']}")
    assert (read["given_by"], read["method"]) == (None, None)


async def test_the_second_person_is_not_of_the_recipient_and_not_of_another_organisation(
    world: World,
) -> None:
    case = await world.a_case()
    ground: dict[str, Any] = {"legal_ground": "vital_interest"}
    own = await world.a_consent(case["id"], world.police, **ground)
    await move_refused(
        world, 409, "second-person-needed", supervisor(world.police), "consents", own, "confirm"
    )
    other = await world.a_consent(case["id"], world.shelter, **ground)
    await move_refused(
        world, 403, "forbidden", supervisor(world.shelter), "consents", other, "confirm"
    )
    await world.move(supervisor(world.police), "consents", other, "confirm")


async def test_one_machine_key_never_stands_for_both_persons(world: World) -> None:
    case = await world.a_case()
    first, second = world.police.agent(Role.FIRST_RESPONDER), supervisor(world.police)
    clients = [await add_client(world, world.police) for _ in range(2)]
    made = await world.done(
        None, "POST", "/v1/consents",
        body_for(case, world.shelter, legal_ground="vital_interest"),
        headers=signed_in_by(world, clients[0], first),
    )  # fmt: skip
    path = f"/v1/consents/{made['id']}/confirm"
    answers = [
        await world.call(None, "POST", path, version=1, headers=signed_in_by(world, client, second))
        for client in clients
    ]
    assert answers[0].json()["code"] == "second-person-needed"
    assert answers[1].json()["status"] == "active"
    assert await recorded(world, "consent:confirm", made) == [second]


async def test_a_recipient_whom_she_tells_records_her_withdrawal(world: World) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter, world.health)
    worker = world.shelter.agent(Role.CASE_WORKER)
    await move_refused(world, 403, "forbidden", supervisor(world.shelter), "consents", consent,
                       "mark-error")  # fmt: skip
    ended = await world.move(worker, "consents", consent, "withdraw")
    assert (ended["status"], ended["recipients"]) == ("withdrawn", [str(world.shelter.id)])
    assert await recorded(world, "consent:withdraw", consent) == [worker]


async def test_a_recipient_that_answers_for_her_withdraws_with_all_recipients_in_sight(
    world: World,
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.police, world.health)
    ended = await world.move(supervisor(world.police), "consents", consent, "withdraw")
    assert ended["recipients"] == consent["recipients"]


async def test_a_withdrawal_after_the_end_closes_the_sheet_of_a_service_that_was_given(
    world: World,
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    row = await world.a_referral(case["id"], consent_id=consent["id"])
    row = await world.move(supervisor(world.police), "referrals", row, "send")
    intake = supervisor(world.shelter)
    row = await world.move(intake, "referrals", row, "accept", {})
    row = await world.move(intake, "referrals", row, "complete", {"outcome": "service_provided"})
    await world.rewrite("consent", consent, valid_until=PAST)
    await world.move(supervisor(world.police), "consents", consent, "withdraw")
    path = f"/v1/referrals/{row['id']}"
    read = await world.done(intake, "GET", path)
    assert (read["status"], read["sheet"]) == ("completed", None)
    assert (await world.done(supervisor(world.police), "GET", path))["sheet"] is not None


@pytest.mark.parametrize("by", ["recorded", "awaited"])
async def test_a_later_refusal_ends_an_earlier_consent_for_the_same_recipient_and_purpose(
    world: World, by: str
) -> None:
    case = await world.a_case()
    agent = supervisor(world.police)
    consent = await world.a_consent(case["id"], world.shelter, world.health)
    other = await world.a_consent(case["id"], world.ngo)
    row = await world.a_referral(case["id"], consent_id=consent["id"])
    answer = "refused" if by == "recorded" else "awaited"
    body = body_for(case, world.shelter, world.stranger, answer=answer)
    refusal = await world.done(agent, "POST", "/v1/consents", body)
    if by == "awaited":
        await world.move(agent, "consents", refusal, "refuse")
    paths = [f"/v1/consents/{one['id']}" for one in (consent, other)]
    states = [(await world.done(agent, "GET", path))["status"] for path in paths]
    assert states == ["withdrawn", "active"]
    ended = await world.done(agent, "GET", f"/v1/referrals/{row['id']}")
    assert (ended["status"], ended["reason"]) == ("cancelled", "consent_withdrawn")
    assert await recorded(world, "consent:withdraw", consent) == [agent]


@pytest.mark.parametrize("side", ["receiver", "coordination"])
async def test_a_stop_for_a_withdrawn_consent_withdraws_the_consent(
    world: World, side: str
) -> None:
    case = await world.a_case()
    consent = await world.a_consent(case["id"], world.shelter)
    row = await world.a_referral(case["id"], consent_id=consent["id"])
    row = await world.move(supervisor(world.police), "referrals", row, "send")
    agent = supervisor(world.shelter)
    if side == "coordination":
        agent = world.coordination.agent(Role.COORDINATOR)
    await world.move(agent, "referrals", row, "stop", {"reason": "consent_withdrawn"})
    read = await world.done(supervisor(world.police), "GET", f"/v1/consents/{consent['id']}")
    assert read["status"] == "withdrawn"
    assert await recorded(world, "consent:withdraw", consent) == [agent]
