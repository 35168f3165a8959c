"""What the page of sign-in tells of a password, and what waits while it is hashed: nothing."""

from typing import Any

import pytest

from referral_api.permissions import Role
from referral_api.security.hash_thread import HashThread
from tests.support.accounts import PASSWORD, make_account, secret_of, sign_in_by_password
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

_PLACE = "/bureau/moi/preuves/mot-de-passe"


async def test_no_page_tells_that_a_password_was_right(world: World) -> None:
    unit = await world.make_organisation("coordination", [Role.COORDINATOR, Role.ADMINISTRATOR])
    account, browser = await make_account(
        world, unit.agent(Role.ADMINISTRATOR), unit.agent(Role.COORDINATOR)
    )
    for _ in range(5):  # the owner mistypes codes, in a browser of her or his own
        await sign_in_by_password(browser, account, "000000")
    stranger = Visitor(world, None)
    wrong = await sign_in_by_password(stranger, account, "000000", password="pas cela")
    right = await sign_in_by_password(stranger, account, "000000")
    assert wrong.status_code == right.status_code == 401
    assert Parsed(right.text).text == Parsed(wrong.text).text
    refused = await world.events(action="session:refuse", agent_id=account.agent_id)
    assert [event["code"] for event in refused] == ["wrong"] * 6 + ["tries"]


async def test_no_transaction_is_open_while_a_password_is_hashed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = HashThread.run, []

    async def run(self: HashThread, *values: Any) -> Any:
        seen.append(len(world.process.database._pool._leased))
        return await real(self, *values)

    monkeypatch.setattr(HashThread, "run", run)
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    account, browser = await make_account(
        world, unit.agent(Role.ADMINISTRATOR), unit.agent(Role.AUDITOR)
    )
    page = await browser.get(_PLACE)
    account.secret = secret_of(page)
    sent = {"name": account.name, "password": PASSWORD, "again": PASSWORD}
    shown = await browser.send(page, _PLACE, **sent, code=account.code(0))
    assert shown.status_code == 200
    assert (await sign_in_by_password(browser, account)).status_code == 303
    assert seen == [0, 0, 0]
    added = await world.events(action="factor:add", agent_id=account.agent_id)
    assert [event["outcome"] for event in added] == ["allowed", "allowed"]
