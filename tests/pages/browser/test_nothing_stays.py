"""After somebody has left, nothing of a person is found in the browser, however it is searched."""

import pytest

from referral_api.permissions import Role
from tests.pages.browser.profiles import Profile
from tests.pages.browser.typing_in import (
    enter,
    enter_first,
    lock,
    make_account,
    read_identity,
    register_and_ask,
    register_device,
    search_by_code,
    search_log,
    write_identities,
)
from tests.support.accounts import PASSWORD, invitation_code
from tests.support.world import World


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


async def test_a_telephone_of_a_unit_keeps_nothing_of_a_person(
    world: World, profile: Profile
) -> None:
    unit = await world.make_organisation("police")
    officer = unit.agent(Role.FIRST_RESPONDER)
    cases = [await world.a_case(unit) for _ in range(4)]
    profile.plant(case["code"] for case in cases)
    await register_device(world, profile, unit)
    await enter_first(world, profile, unit, officer)
    await write_identities(world, profile, officer, cases)
    await register_and_ask(world, profile, unit)
    await search_by_code(profile, cases[0])
    assert len(profile.planted) >= 40
    for how in ("switch", "hide"):
        await read_identity(profile, cases[0])
        await profile.leave(how)
        await enter(profile, officer)
    await read_identity(profile, cases[0])
    await profile.stores_nothing()
    await lock(world, officer)
    await profile.person.page.goto("about:blank")
    await profile.back()
    await search_log(world, profile, cases[0])
    await profile.close()
    assert profile.offers() == []  # whoever holds the telephone must not find a code in it


async def test_a_personal_account_leaves_nothing_of_what_opens_it(
    world: World, profile: Profile
) -> None:
    unit = await world.make_organisation("police")
    supervisor = unit.agent(Role.SUPERVISOR)
    person, page = profile.person, profile.person.page
    await person.go("/bureau/invitation")
    await profile.fill(invitation="ZQWXYKLMNP")
    await person.send()
    assert await person.wrong()
    await profile.fill(
        invitation=await invitation_code(world, unit.agent(Role.ADMINISTRATOR), supervisor)
    )
    await person.send()
    name = f"zq.{supervisor.hex[-12:]}"
    recovery = await make_account(profile, name)
    for place in (
        "/bureau/appareils/code", f"/bureau/personnes/{unit.agent(Role.FIRST_RESPONDER)}/code",
        f"/bureau/personnes/{unit.agent(Role.FIRST_RESPONDER)}/invitation",
    ):  # fmt: skip
        await person.go(place)
        await person.send()
        shown = await page.inner_text(".shown-once")
        profile.plant({shown, shown.replace(" ", "")})
    await profile.stores_nothing()
    # The page that shows a code once was the answer to a form.
    await person.press("value=hide")
    await profile.back_to_an_answer()
    await person.go("/bureau/entrer")
    for password, code in (("Zqwrong quatre mangues", "ZQAAABBBCC"), (PASSWORD, recovery)):
        await person.fill(name=name)
        await profile.fill(password=password, code=code)
        await person.send()
    assert page.url.endswith("/bureau"), await person.text()
    await profile.leave("switch")
    await profile.close()
    # A password manager may serve a person's own account; the name is all that its offer leaves.
    assert profile.offers() in ([], [name])
    events = await world.events(agent_id=supervisor, action="session:open")
    assert [event["code"] for event in events] == ["password", "password"]
