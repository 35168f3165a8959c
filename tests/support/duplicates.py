"""People who are registered twice, and the check that the worker makes."""

import secrets
from typing import Any
from uuid import UUID

from referral_api.domain.casework.duplicate_checks.checks import check_one
from referral_api.domain.casework.duplicate_checks.looking import Searcher
from referral_api.permissions import Role
from referral_api.security.blind_index import BlindIndex
from referral_api.security.key_ring import Secrets
from tests.support.world import TestOrganisation, World

KEY = b"k" * 32
_CONSONANTS = "bdfgjklmnprstv"


def a_name() -> str:
    """Make a name that nobody else of the database has, of ten consonants."""
    return "a".join(secrets.choice(_CONSONANTS) for _ in range(10)).capitalize()


def a_person(**more: Any) -> dict[str, Any]:
    return {"family_name": a_name(), "given_names": a_name(), "birth_date": "1995-03-14", **more}


def searcher(world: World, *, discloses: bool = False, openings: int = 100_000) -> Searcher:
    return Searcher(world.process.vault, BlindIndex(Secrets(KEY, [KEY])), discloses, openings)


async def registered(
    world: World, by: TestOrganisation, identity: dict[str, Any], *, check: bool = True,
    discloses: bool = False, **fields: Any,
) -> dict[str, Any]:  # fmt: skip
    """Register a person with an identity, and let the worker do its check."""
    case = await world.a_case(by, **fields)
    officer = by.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "PUT", f"/v1/cases/{case['id']}/identity", identity, version=0)
    if check:
        assert await check_one(
            world.process.database, searcher(world, discloses=discloses), UUID(case["id"])
        )
    return case


async def candidates(world: World, agent: UUID, case: dict[str, Any]) -> list[dict[str, Any]]:
    page = await world.done(agent, "GET", f"/v1/duplicate-candidates?case_id={case['id']}")
    found: list[dict[str, Any]] = page["items"]
    return found


async def linked(
    world: World, first: tuple[TestOrganisation, dict[str, Any]],
    second: tuple[TestOrganisation, dict[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    """Let the first organisation propose and the second confirm, by way of the coordination."""
    (_, case), (_, other) = first, second
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = {"case_id": case["id"], "other_case_id": other["id"], "ground": "documents"}
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    supervisor = second[0].agent(Role.SUPERVISOR)
    return await world.move(supervisor, "person-links", link, "confirm")


async def linked_by_coordination(
    world: World, one: dict[str, Any], other: dict[str, Any]
) -> dict[str, Any]:
    """Let two persons of the coordination link two files, whoever holds them."""
    coordinator = world.coordination.agent(Role.COORDINATOR)
    colleague = await world.make_agent(world.coordination, Role.COORDINATOR)
    body = {"case_id": one["id"], "other_case_id": other["id"], "ground": "documents"}
    link = await world.done(coordinator, "POST", "/v1/person-links", body)
    return await world.move(colleague, "person-links", link, "confirm")


async def parted_by_coordination(
    world: World, by: TestOrganisation, link: dict[str, Any]
) -> dict[str, Any]:
    """Let a holder ask for a link to be undone, and the coordination undo it."""
    colleague = await world.make_agent(world.coordination, Role.COORDINATOR)
    body = {"ground": "person_says"}
    lead = by.agent(Role.SUPERVISOR)
    asked = await world.move(lead, "person-links", link, "propose-undo", body)
    return await world.move(colleague, "person-links", asked, "confirm-undo")
