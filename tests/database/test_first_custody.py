"""The first custodians: the case names them, and the database compares them with the links."""

from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.embedded import Embedded
from referral_api.permissions import Role
from tests.support.sessions import EVENT, as_app
from tests.support.world import World

_CASE = (
    'INSERT INTO "case" (id, code, status, state, sex, age_band, age_in_doubt, region, languages,'
    " risk_flags, registered_by_organisation_id, registered_by_agent_id, version,"
    " protection_custodian_id, investigation_custodian_id) VALUES ($1::uuid, $1::text, 'reported',"
    " $6, 'female', '25_59', false, 'BAMAKO', '{}', '{}', $2, $3, 1, $4, $5)"
)
_LINK = (
    "INSERT INTO custody (id, case_id, kind, seq, organisation_id, agent_id)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
)
_BOTH = ("protection", "investigation")


async def _register(
    world: World, server: Embedded, named: tuple[str | None, str | None],
    links: tuple[tuple[str, int, str], ...], state: str = "open",
) -> UUID:  # fmt: skip
    """Register as the police, directly in the database, with these custodians and links."""
    case_id, agent = uuid7(), world.police.agent(Role.FIRST_RESPONDER)
    named_ids = [getattr(world, who).id if who else None for who in named]
    async with as_app(server, world.police) as connection, connection.transaction():
        await connection.execute(EVENT, uuid7(), world.police.id, case_id)
        await connection.execute(_CASE, case_id, world.police.id, agent, *named_ids, state)
        for kind, seq, who in links:
            organisation_id = getattr(world, who).id
            await connection.execute(_LINK, uuid7(), case_id, kind, seq, organisation_id, agent)
    return UUID(str(case_id))


@pytest.mark.parametrize(
    ("named", "kinds"),
    [(("police", None), _BOTH[:1]), (("police", "police"), _BOTH)],
    ids=["the person", "the person and the inquiry"],
)
async def test_a_case_is_registered_if_its_custodians_match_the_links(
    world: World, server: Embedded, named: tuple[str, str | None], kinds: tuple[str, ...]
) -> None:
    links = tuple((kind, 1, "police") for kind in kinds)
    case_id = await _register(world, server, named, links)
    written = await world.owner.fetchval("SELECT count(*) FROM custody WHERE case_id = $1", case_id)
    assert written == len(kinds)


@pytest.mark.parametrize(
    ("named", "links"),
    [
        (("police", None), ()),
        (("police", "police"), (("protection", 1, "police"),)),
        (("police", None), (("protection", 1, "police"), ("investigation", 1, "police"))),
        ((None, None), (("protection", 1, "police"),)),
        ((None, None), ()),
        (("ngo", None), (("protection", 1, "police"),)),
        (("ngo", None), (("protection", 1, "ngo"),)),
        (("police", "ngo"), (("protection", 1, "police"), ("investigation", 1, "ngo"))),
        (("police", None), (("protection", 2, "police"),)),
        ((None, "police"), (("investigation", 1, "police"),)),
    ],
)
async def test_custodians_that_lack_or_contradict_their_links_are_refused(
    world: World, server: Embedded, named: tuple[str | None, str | None],
    links: tuple[tuple[str, int, str], ...],
) -> None:  # fmt: skip
    before = await world.owner.fetchval('SELECT count(*) FROM "case"')
    with pytest.raises(asyncpg.PostgresError) as refused:
        await _register(world, server, named, links)
    assert refused.value.sqlstate == "NR003"
    assert await world.owner.fetchval('SELECT count(*) FROM "case"') == before


async def test_nobody_begins_to_answer_for_a_closed_case(world: World, server: Embedded) -> None:
    with pytest.raises(asyncpg.PostgresError) as refused:
        await _register(
            world, server, ("police", None), (("protection", 1, "police"),), state="closed"
        )
    assert refused.value.sqlstate == "NR003"


async def test_a_chain_does_not_begin_after_the_registration_without_a_handoff(
    world: World, server: Embedded
) -> None:
    case_id = await _register(world, server, ("police", None), (("protection", 1, "police"),))
    agent = world.police.agent(Role.FIRST_RESPONDER)
    async with as_app(server, world.police) as connection:
        with pytest.raises(asyncpg.PostgresError) as refused:
            await connection.execute(
                _LINK, uuid7(), case_id, "investigation", 1, world.police.id, agent
            )
    assert refused.value.sqlstate == "NR003"
