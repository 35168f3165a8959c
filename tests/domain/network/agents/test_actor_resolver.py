"""The actor resolver: one look-up for concurrent requests, and a new one before a result is too
old.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from referral_api.domain.network.agents import actor_resolver as standing
from referral_api.domain.network.agents.actor_resolver import ActorResolver
from referral_api.errors import InvalidToken
from referral_api.permissions import Role
from referral_api.security import Claims
from tests.support.world import World

TRUSTED = 10.0


class Clock:
    """The monotonic clock of the module, set by hand."""

    def __init__(self) -> None:
        self.at = 1_000.0

    def monotonic(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(standing, "time", made)
    return made


async def _claims(world: World) -> tuple[ActorResolver, Claims]:
    process = world.process
    organisation = await world.make_organisation("shelter")
    claims = await process.verifier.verify(world.token(organisation.agent(Role.CASE_WORKER)))
    known = ActorResolver(process.database, process.settings.public_url, timedelta(seconds=TRUSTED))
    return known, claims


async def _shut_out(world: World, claims: Claims) -> None:
    agent_id = UUID(claims.subject)
    await world.arrange(agent_id, "UPDATE agent SET active = false WHERE id = $1", agent_id)


def _count(known: ActorResolver, monkeypatch: pytest.MonkeyPatch) -> list[Claims]:
    asked: list[Claims] = []
    look_up = known._look_up

    async def counted(claims: Claims) -> object:
        asked.append(claims)
        return await look_up(claims)

    monkeypatch.setattr(known, "_look_up", counted)
    return asked


async def test_concurrent_requests_cause_one_look_up(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, claims = await _claims(world)
    asked = _count(known, monkeypatch)
    actors = await asyncio.gather(*(known.resolve(claims) for _ in range(20)))
    assert len({actor.agent_id for actor in actors}) == len(asked) == 1
    clock.at += TRUSTED - 0.1
    await known.resolve(claims)
    assert len(asked) == 1


async def test_an_actor_that_is_due_is_looked_up_in_the_background_and_then_refused(
    world: World, clock: Clock
) -> None:
    known, claims = await _claims(world)
    await known.resolve(claims)
    await _shut_out(world, claims)
    clock.at += TRUSTED
    await known.resolve(claims)  # the known actor, while it is looked up again
    await asyncio.gather(*known._renewing.values(), return_exceptions=True)
    with pytest.raises(InvalidToken):
        await known.resolve(claims)


async def test_an_actor_older_than_two_periods_is_not_used(world: World, clock: Clock) -> None:
    known, claims = await _claims(world)
    await known.resolve(claims)
    await _shut_out(world, claims)
    clock.at += 2 * TRUSTED
    with pytest.raises(InvalidToken):
        await known.resolve(claims)
