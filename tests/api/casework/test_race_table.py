"""Every two acts that can contradict each other, at once: ``make races`` tries each many times."""

import asyncio
import os
import random
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.draw import draw
from tests.support.races.acts import ACTS, PAIRS, RacingAct
from tests.support.races.invariants import badly_answered, broken
from tests.support.races.stage import set_stage
from tests.support.world import World

TRIES = int(os.environ.get("RACE_TRIES", "1"))
_GROUPS = 8
_REFUSED_ALONE = {"deactivate the custodian"}  # It answers for the person.


@pytest.fixture(scope="module")
async def second_coordinator(world: World) -> UUID:
    return await world.make_agent(world.coordination, Role.COORDINATOR)


async def _try(world: World, second: UUID, one: RacingAct, other: RacingAct) -> list[str]:
    """Let two acts begin together, and say what does not hold afterwards."""
    leaving = {act.leaves for act in (one, other)} - {""}
    stage = await set_stage(world, second, set(one.needs | other.needs), leaving)
    for act in (one, other):
        if act.prepare is not None:
            await act.prepare(stage)
    answers = await asyncio.gather(one.send(stage), other.send(stage))
    wrong = await badly_answered(stage, answers) + await broken(stage, leaving)
    won = sum(answer is not None and answer.is_success for answer in answers)
    if one.record and one.record == other.record:
        least = 0 if one.by_time or other.by_time else 1
        wrong += [] if least <= won <= 1 else [f"{won} of two won: {answers}"]
    codes = [answer and answer.status_code for answer in answers]
    return [f"{one.name} · {other.name} {codes}: {what}" for what in wrong]


@pytest.mark.parametrize("group", range(_GROUPS))
async def test_two_acts_at_once_leave_nothing_that_contradicts(
    world: World, second_coordinator: UUID, group: int
) -> None:
    drawn = random.Random(f"{draw.seed} {group}")
    wrong: list[str] = []
    for pair in PAIRS[group::_GROUPS]:
        first = drawn.randrange(2)
        for number in range(TRIES):
            one, other = pair if (first + number) % 2 else reversed(pair)
            wrong += await _try(world, second_coordinator, one, other)
    assert not wrong, "\n".join(wrong)


async def test_every_act_is_possible_alone(world: World, second_coordinator: UUID) -> None:
    wrong = []
    for act in ACTS:
        stage = await set_stage(world, second_coordinator, set(act.needs), {act.leaves} - {""})
        answer = None if act.by_time else await act.send(stage)
        if answer is not None and not answer.is_success and act.name not in _REFUSED_ALONE:
            wrong.append(f"{act.name}: {answer.status_code} {answer.text}")
    assert not wrong, "\n".join(wrong)


def test_every_act_meets_another() -> None:
    met = {act.name for pair in PAIRS for act in pair}
    assert {act.name for act in ACTS} == met
    assert len(PAIRS) > 200
