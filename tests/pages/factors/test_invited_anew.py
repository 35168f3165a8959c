"""An invitation replaces what stood before, and is judged when it is used too."""

from uuid import UUID

import httpx
import pytest

from referral_api.domain.network.sign_in.factors.passkeys import add_passkey
from referral_api.permissions import Role
from referral_api.security.passkeys import NewPasskey
from tests.support.accounts import (
    INVITED,
    PASSWORD,
    Account,
    begin_account,
    invitation_code,
    make_account,
    secret_of,
)
from tests.support.signing_in import actor_of
from tests.support.visitors import Visitor
from tests.support.world import TestOrganisation, World


@pytest.fixture
async def unit(world: World) -> TestOrganisation:
    return await world.make_organisation(
        "coordination",
        [Role.COORDINATOR, Role.ADMINISTRATOR, Role.SUPERVISOR, Role.CASE_WORKER],
    )


async def _choose(visitor: Visitor, page: httpx.Response, agent_id: UUID) -> httpx.Response:
    return await visitor.send(
        page, INVITED, name=f"i.{agent_id.hex[-12:]}", password=PASSWORD, again=PASSWORD,
        code=Account(agent_id, "", secret_of(page)).code(0),
    )  # fmt: skip


async def _factors(world: World, agent_id: UUID) -> list[tuple[str, str | None]]:
    rows = await world.owner.fetch(
        "SELECT action, code FROM audit_event WHERE subject_id = $1 AND agent_id = $1"
        " AND action LIKE 'factor:%' ORDER BY id", agent_id,
    )  # fmt: skip
    return [tuple(row) for row in rows]


async def test_an_invitation_ends_the_passkeys_that_stood_before(
    world: World, unit: TestOrganisation
) -> None:
    administrator, agent_id = unit.agent(Role.ADMINISTRATOR), unit.agent(Role.COORDINATOR)
    await make_account(world, administrator, agent_id)
    async with world.process.database.transaction(await actor_of(world, agent_id)) as transaction:
        await add_passkey(transaction, NewPasskey(agent_id.bytes, b"x", 0), "téléphone perdu")
    before = await _factors(world, agent_id)
    visitor = Visitor(world, None)
    page = await begin_account(visitor, await invitation_code(world, administrator, agent_id))
    assert await _passkeys(world, agent_id) == 1  # until the invitation is used
    assert (await _choose(visitor, page, agent_id)).status_code == 200
    assert await _passkeys(world, agent_id) == 0
    assert (await _factors(world, agent_id))[len(before):] == [
        ("factor:remove", "passkey"), ("factor:add", "password"),
    ]  # fmt: skip


async def _passkeys(world: World, agent_id: UUID) -> int:
    found: int = await world.owner.fetchval(
        "SELECT count(*) FROM agent_passkey WHERE agent_id = $1", agent_id
    )
    return found


CHANGES = {
    "whom it is for sees further now": (Role.CASE_WORKER, "roles = '{coordinator}'"),
    "who made it has gone": (Role.SUPERVISOR, "active = false"),
    "who made it keeps the unit no more": (Role.SUPERVISOR, "roles = '{case_worker}'"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("when", ["before the code", "after the code"])
async def test_an_invitation_that_could_not_be_made_any_more_makes_nothing(
    world: World, unit: TestOrganisation, change: str, when: str
) -> None:
    worker, (role, how) = unit.agent(Role.CASE_WORKER), CHANGES[change]
    code = await invitation_code(world, unit.agent(Role.SUPERVISOR), worker)
    visitor, changed = Visitor(world, None), unit.agent(role)
    refusals = await _refusals(world)
    page = await begin_account(visitor, code) if when == "after the code" else None
    await world.arrange(changed, f"UPDATE agent SET {how} WHERE id = $1", changed)
    if page is None:
        answer = await begin_account(visitor, code)
    else:
        answer = await _choose(visitor, page, worker)
    assert answer.status_code == 401
    assert await _factors(world, worker) == []
    made = await world.owner.fetchval(
        "SELECT count(*) FROM agent_password WHERE agent_id = $1", worker
    )
    assert made == 0
    assert await _refusals(world) == refusals + 1


async def _refusals(world: World) -> int:
    found: int = await world.owner.fetchval(
        "SELECT count(*) FROM audit_event WHERE action = 'session:refuse' AND code = 'code'"
    )
    return found
