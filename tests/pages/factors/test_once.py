"""What proves who somebody is proves it once, also to two requests that come at the same time."""

import asyncio
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.accounts import make_account
from tests.support.authenticator import SoftKey
from tests.support.fake_issuer import FakeIssuer, come_back
from tests.support.visitors import Visitor
from tests.support.world import World

BY_PASSKEY, ADD = "/bureau/entrer/cle", "/bureau/moi/preuves/cle"
START = "/bureau/entrer/compte?number=0"
_AT_ONCE = 4


@pytest.fixture
async def coordinator(world: World) -> UUID:
    unit = await world.make_organisation("coordination", [Role.COORDINATOR, Role.ADMINISTRATOR])
    return unit.agent(Role.COORDINATOR)


def _copies(browser: Visitor) -> list[Visitor]:
    """The same browser as often as it sends at once."""
    made = [Visitor(browser.world, None) for _ in range(_AT_ONCE)]
    for each in made:
        each.cookies = dict(browser.cookies)
    return made


async def _opened(world: World, agent_id: UUID, code: str) -> int:
    events = await world.events(action="session:open", agent_id=agent_id)
    return [event["code"] for event in events].count(code)


async def test_a_challenge_of_a_passkey_is_answered_once(world: World) -> None:
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    agent_id = unit.agent(Role.AUDITOR)
    _, browser = await make_account(world, unit.agent(Role.ADMINISTRATOR), agent_id)
    address = world.process.settings.public_url
    key = SoftKey(address, address.partition("://")[2].partition(":")[0])
    key.counts = False  # such a key does not tell by itself that it was copied
    form = await browser.get(ADD)
    added = await browser.send(form, ADD, answer=key.make(form), name="Clé du bureau")
    assert added.status_code == 303
    elsewhere = Visitor(world, None)
    page = await elsewhere.get(BY_PASSKEY)
    answer = key.prove(page)
    answers = await asyncio.gather(
        *(each.send(page, BY_PASSKEY, answer=answer) for each in _copies(elsewhere))
    )
    assert sorted(each.status_code for each in answers) == [303, 401, 401, 401]
    assert await _opened(world, agent_id, "passkey") == 1


async def test_what_an_issuer_has_answered_opens_one_session(
    world: World, coordinator: UUID, issuer: FakeIssuer
) -> None:
    browser = Visitor(world, None)
    left = await browser.get(START)
    asked = issuer.authorize(left.headers["location"])
    brought: dict[str, str | None] = {**asked}
    pending = dict(issuer.codes)

    async def come(visitor: Visitor) -> int:
        issuer.codes |= pending  # an issuer that takes a code as often as it is sent
        return (await come_back(visitor, brought)).status_code

    statuses = await asyncio.gather(*map(come, _copies(browser)))
    assert sorted(statuses) == [303, 401, 401, 401]
    assert await _opened(world, coordinator, "issuer") == 1
