"""What exists out of an organisation's sight is refused as what does not exist at all."""

from typing import Any
from uuid import UUID

import httpx
from uuid_utils.compat import uuid4, uuid7

from referral_api.permissions import Role
from tests.support.world import World


def told(answer: httpx.Response) -> tuple[int, dict[str, Any]]:
    """What an answer says, without the number of the request."""
    return answer.status_code, answer.json() | {"request_id": None}


async def attempts(world: World, path: str, bodies: list[dict[str, Any]]) -> list[Any]:
    agent: UUID = world.stranger.agent(Role.SUPERVISOR)
    return [told(await world.call(agent, "POST", path, body)) for body in bodies]


async def test_an_id_that_is_taken_elsewhere_is_refused_as_one_of_a_wrong_form(
    world: World,
) -> None:
    elsewhere = await world.a_case()
    consent = await world.a_consent(elsewhere["id"], world.shelter)
    referral = await world.a_referral(elsewhere["id"])
    offer = await world.an_offer(elsewhere["id"], kind="protection")
    case = await world.a_case(by=world.stranger)
    own = await world.a_consent(case["id"], world.ngo, by=world.stranger)
    registration = {"sex": "female", "age_band": "25_59", "region": "KAYES"}
    agreed = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.ngo.id)],
    }  # fmt: skip
    draft = {
        "case_id": case["id"], "receiver_id": str(world.ngo.id), "service_type": "shelter",
        "priority": "urgent",
    }  # fmt: skip
    handing = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care", "consent_id": own["id"],
    }  # fmt: skip
    for path, body, taken in (
        ("/v1/cases", registration, elsewhere), ("/v1/consents", agreed, consent),
        ("/v1/referrals", draft, referral), ("/v1/handoffs", handing, offer),
    ):  # fmt: skip
        bodies = [body | {"id": used} for used in (taken["id"], str(uuid4()))]
        of_taken, of_wrong = await attempts(world, path, bodies)
        assert of_taken == of_wrong, path
        assert of_taken[0] == 422


async def test_a_consent_out_of_sight_is_refused_as_one_that_does_not_exist(world: World) -> None:
    case = await world.a_case(by=world.stranger)
    hidden = await world.a_consent((await world.a_case())["id"], world.ngo)
    refused = await world.a_consent(
        (await world.a_case())["id"], world.stranger, world.ngo, answer="refused"
    )
    draft = {
        "case_id": case["id"], "receiver_id": str(world.ngo.id), "service_type": "shelter",
        "priority": "urgent",
    }  # fmt: skip
    offer = {
        "case_id": case["id"], "kind": "protection", "to_id": str(world.ngo.id),
        "priority": "urgent", "reason": "specialised_care",
    }  # fmt: skip
    agreed = {
        "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [str(world.ngo.id)],
    }  # fmt: skip
    for path, body, name in (
        ("/v1/referrals", draft, "consent_id"), ("/v1/handoffs", offer, "consent_id"),
        ("/v1/consents", agreed, "supersedes_id"),
    ):  # fmt: skip
        ids = [hidden["id"], refused["id"], str(uuid7())]
        answers = await attempts(world, path, [body | {name: used} for used in ids])
        assert answers[0] == answers[1] == answers[2], path
        assert answers[0][0] in {404, 409}
