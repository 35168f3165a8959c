"""Passkeys in a real browser, with an authenticator that is made for the test."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from referral_api.pages.account import passkeys
from referral_api.pages.sign_in import passkey
from referral_api.permissions import Role
from referral_api.security.passkeys import Passkeys
from tests.pages.browser.people import Browsers, Person
from tests.support.accounts import make_account
from tests.support.world import World

PROOFS, BY_PASSKEY = "/bureau/moi/preuves", "/bureau/entrer/cle"
ADD = f"{PROOFS}/cle"


@dataclass
class Authenticator:
    """What holds the passkeys of a browser, and unlocks them as it is told."""

    devtools: Any
    id: str

    @classmethod
    async def of(cls, person: Person) -> "Authenticator":
        """Give a browser an authenticator, as a telephone has one."""
        devtools = await person.page.context.new_cdp_session(person.page)
        await devtools.send("WebAuthn.enable")
        made = await devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }})  # fmt: skip
        return cls(devtools, made["authenticatorId"])

    async def do(self, what: str, **values: Any) -> Any:
        """Tell the authenticator something."""
        said = {"authenticatorId": self.id, **values}
        return await self.devtools.send(f"WebAuthn.{what}", said)

    async def passkeys(self) -> list[dict[str, Any]]:
        """Return the passkeys that it holds."""
        found: list[dict[str, Any]] = (await self.do("getCredentials"))["credentials"]
        return found


@dataclass
class Owner:
    """Somebody with a personal account, signed in by password."""

    world: World
    agent_id: UUID
    cookie: str

    async def told(self, action: str) -> list[tuple[str, str]]:
        """Return what the log says of an act: the way or the reason, and the result."""
        rows = await self.world.events(action=action, agent_id=self.agent_id)
        return [(row["code"], row["outcome"]) for row in rows]


async def _owner(world: World) -> Owner:
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    agent_id = unit.agent(Role.AUDITOR)
    _, visitor = await make_account(world, unit.agent(Role.ADMINISTRATOR), agent_id)
    return Owner(world, agent_id, visitor.cookies["__Host-seance"])


@pytest.fixture
async def holder(world: World, address: str, monkeypatch: pytest.MonkeyPatch) -> Owner:
    """A passkey is of one site: the service is told the address under which it is served."""
    monkeypatch.setattr(passkey, "passkeys_of", lambda _: Passkeys(address))
    monkeypatch.setattr(passkeys, "passkeys_of", lambda _: Passkeys(address))
    return await _owner(world)


async def _add(person: Person, name: str) -> None:
    await person.go(PROOFS)
    await person.follow(ADD)
    await person.fill(name=name)
    await person.press("id=ask")


async def _ask_for(person: Person) -> None:
    await person.go("/bureau/entrer")
    await person.send_to(BY_PASSKEY)


async def test_a_passkey_is_set_up_and_signs_in(browsers: Browsers, holder: Owner) -> None:
    async with browsers.of(holder.cookie) as person:
        authenticator = await Authenticator.of(person)
        await _add(person, "Téléphone")
        assert "Téléphone" in await person.text()
        assert await person.page.locator(".done").count()
        (passkey,) = await authenticator.passkeys()
        assert (passkey["rpId"], passkey["isResidentCredential"]) == ("localhost", True)
        await person.press("value=switch")
        await _ask_for(person)
        await person.press("id=ask")
        assert person.page.url.endswith("/bureau"), await person.text()
    assert ("passkey", "allowed") in await holder.told("factor:add")
    assert await holder.told("session:open") == [("password", "allowed"), ("passkey", "allowed")]


async def test_an_authenticator_takes_no_second_passkey_of_one_account(
    browsers: Browsers, holder: Owner
) -> None:
    async with browsers.of(holder.cookie) as person:
        authenticator = await Authenticator.of(person)
        await _add(person, "Téléphone")
        await person.go(ADD)
        await person.page.locator("#ask").click()
        await person.page.wait_for_selector("#failed:not([hidden])")
        assert len(await authenticator.passkeys()) == 1
    assert await holder.told("factor:add") == [("password", "allowed"), ("passkey", "allowed")]


async def test_the_key_of_another_account_opens_none(
    browsers: Browsers, holder: Owner, world: World
) -> None:
    other = await _owner(world)
    held = []
    for each in (holder, other):
        async with browsers.of(each.cookie) as person:
            authenticator = await Authenticator.of(person)
            await _add(person, "Téléphone")
            held += await authenticator.passkeys()
    # It says that it is the passkey of the one, and signs with the key of the other.
    forged = {**held[0], "privateKey": held[1]["privateKey"], "signCount": 9}
    async with browsers.of(None) as stranger:
        authenticator = await Authenticator.of(stranger)
        await _ask_for(stranger)
        await authenticator.do("addCredential", credential=forged)
        await stranger.press("id=ask")
        assert "n'a pas été acceptée" in await stranger.wrong()
        assert stranger.page.url.endswith(BY_PASSKEY)
    assert await holder.told("session:refuse") == [("wrong", "refused")]
    assert await other.told("session:refuse") == []


async def test_a_passkey_that_was_not_unlocked_opens_nothing(
    browsers: Browsers, holder: Owner
) -> None:
    async with browsers.of(holder.cookie) as person:
        authenticator = await Authenticator.of(person)
        await _add(person, "Téléphone")
        await person.press("value=switch")
        await authenticator.do("setUserVerified", isUserVerified=False)
        await _ask_for(person)
        await person.page.locator("#ask").click()
        await person.page.wait_for_selector("#failed:not([hidden])")
        assert await holder.told("session:refuse") == []  # the browser has sent nothing
        await _let_the_page_ask_less(person)
        await _ask_for(person)
        await person.press("id=ask")
        assert "n'a pas été acceptée" in await person.wrong()
    assert await holder.told("session:refuse") == [("wrong", "refused")]
    assert [way for way, _ in await holder.told("session:open")] == ["password"]


async def _let_the_page_ask_less(person: Person) -> None:
    """Have the browser ask for a passkey that nobody has to unlock, as a thief would."""

    async def weaken(route: Any) -> None:
        sent = await route.request.all_headers()
        answer = await route.fetch(headers=sent | {"sec-fetch-site": "same-origin"})
        body = (await answer.text()).replace("required", "discouraged")
        await route.fulfill(response=answer, body=body)

    await person.page.route(f"**{BY_PASSKEY}", weaken, times=1)


async def test_a_passkey_that_was_removed_opens_nothing(browsers: Browsers, holder: Owner) -> None:
    async with browsers.of(holder.cookie) as person:
        authenticator = await Authenticator.of(person)
        await _add(person, "Téléphone")
        await person.press("name=which")
        assert "est retirée" in await person.text()
        await person.press("value=switch")
        assert len(await authenticator.passkeys()) == 1
        await _ask_for(person)
        await person.press("id=ask")
        assert "n'a pas été acceptée" in await person.wrong()
    assert await holder.told("factor:remove") == [("passkey", "allowed")]
    assert [way for way, _ in await holder.told("session:open")] == ["password"]
    refused = await holder.world.owner.fetchrow(
        "SELECT agent_id, outcome, code FROM audit_event WHERE action = 'session:refuse'"
        " ORDER BY id DESC LIMIT 1"
    )
    assert refused is not None
    assert tuple(refused) == (None, "refused", "unknown")  # nobody's: whose it was is forgotten
