"""The last way to sign in stays: also for two removals at once, and with an issuer of no use."""

import asyncio
from uuid import UUID

import pytest

from referral_api.database.database import Database
from referral_api.domain.network.sign_in.factors.operations import remove_password
from referral_api.domain.network.sign_in.factors.passkeys import add_passkey, remove_passkey
from referral_api.errors import Conflict
from referral_api.permissions import Actor, Role
from referral_api.security.passkeys import NewPasskey
from tests.support.accounts import make_account
from tests.support.fake_issuer import ISSUER, FakeIssuer, tie
from tests.support.signing_in import actor_of
from tests.support.visitors import Visitor
from tests.support.world import World

_PLACE = "/bureau/moi/preuves/mot-de-passe/fin"
_SESSION = UUID(int=1)


class Owner:
    """A coordinator with a password, who may add a passkey."""

    actor: Actor
    browser: Visitor

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def database(self) -> Database:
        return self.world.process.database

    @property
    def agent_id(self) -> UUID:
        assert self.actor.agent_id is not None
        return self.actor.agent_id

    async def add_passkey(self) -> UUID:
        made = NewPasskey(b"key" + self.agent_id.bytes, b"x", 0)
        async with self.database.transaction(self.actor) as transaction:
            await add_passkey(transaction, made, "Clé")
        found: UUID = await self.world.owner.fetchval(
            "SELECT id FROM agent_passkey WHERE agent_id = $1", self.agent_id
        )
        return found

    async def ways(self) -> int:
        number: int = await self.world.owner.fetchval(
            "SELECT (SELECT count(*) FROM agent_passkey WHERE agent_id = $1)"
            " + (SELECT count(*) FROM agent_password WHERE agent_id = $1)",
            self.agent_id,
        )
        return number

    async def removals(self) -> list[str]:
        rows = await self.world.events(action="factor:remove", agent_id=self.agent_id)
        return [row["outcome"] for row in rows]


@pytest.fixture
async def person(world: World) -> Owner:
    made = Owner(world)
    unit = await world.make_organisation("coordination", [Role.COORDINATOR, Role.ADMINISTRATOR])
    coordinator = unit.agent(Role.COORDINATOR)
    _, made.browser = await make_account(world, unit.agent(Role.ADMINISTRATOR), coordinator)
    made.actor = await actor_of(world, coordinator)
    return made


async def test_of_two_removals_at_once_one_leaves_the_last_way_in(person: Owner) -> None:
    passkey_id, database = await person.add_passkey(), person.database
    second: asyncio.Task[None] | None = None

    async def remove_the_passkey() -> None:
        async with database.transaction(person.actor) as transaction:
            await remove_passkey(transaction, passkey_id, (), keep=_SESSION)

    async with database.transaction(person.actor) as transaction:
        await remove_password(transaction, (), keep=_SESSION)
        second = asyncio.create_task(remove_the_passkey())
        done, _ = await asyncio.wait([second], timeout=0.5)
        assert not done  # it waits for the first
    with pytest.raises(Conflict):
        await second
    assert await person.ways() == 1
    assert await person.removals() == ["allowed"]


@pytest.mark.parametrize("signs_in", [True, False])
async def test_an_issuer_is_a_way_in_only_if_people_sign_in_by_it(
    person: Owner, world: World, *, signs_in: bool
) -> None:
    before = world.app.state.issuers
    await tie(world, person.agent_id, f"u-{person.agent_id}")
    if signs_in:
        FakeIssuer(f"u-{person.agent_id}").install(world)
    try:
        page = await person.browser.get(_PLACE)
        answer = await person.browser.send(page, _PLACE)
        shown = await person.browser.get("/bureau/moi/preuves")
    finally:
        world.app.state.issuers = before
    assert answer.status_code == (303 if signs_in else 409), ISSUER
    assert await person.ways() == (0 if signs_in else 1)
    assert await person.removals() == ["allowed" if signs_in else "refused"]
    assert shown.status_code == 200
