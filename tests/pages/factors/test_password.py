"""A personal account: invited in person, then a password with a code, each of them once."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from referral_api.permissions import NEVER_BY_PIN, Role
from tests.support.accounts import (
    ENTER,
    INVITED,
    PASSWORD,
    Account,
    begin_account,
    invitation_code,
    make_account,
    says,
    secret_of,
    sign_in_by_password,
)
from tests.support.desk import Desk
from tests.support.signing_in import registered_browser
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

PROOFS = "/bureau/moi/preuves"


class Office:
    """An administrator of the coordination, and a coordinator with a personal account."""

    administrator: UUID
    account: Account
    browser: Visitor

    def __init__(self, world: World) -> None:
        self.world = world

    async def events(self, action: str, agent_id: UUID) -> list[tuple[str, str | None]]:
        rows = await self.world.events(action=action, agent_id=agent_id)
        return [(row["outcome"], row["code"]) for row in rows]


@pytest.fixture
async def office(world: World) -> Office:
    made = Office(world)
    unit = await world.make_organisation("coordination", [Role.COORDINATOR, Role.ADMINISTRATOR])
    made.administrator = unit.agent(Role.ADMINISTRATOR)
    made.account, made.browser = await make_account(
        world, made.administrator, unit.agent(Role.COORDINATOR)
    )
    return made


async def test_a_coordinator_is_invited_makes_an_account_and_signs_in_with_it(
    office: Office,
) -> None:
    agent_id = office.account.agent_id
    assert len(set(office.account.codes)) == 10
    assert (await office.browser.get("/bureau")).status_code == 200
    assert await office.events("factor:add", agent_id) == [("allowed", "password")]
    elsewhere = Visitor(office.world, None)
    answer = await sign_in_by_password(elsewhere, office.account)
    assert (answer.status_code, answer.headers["location"]) == (303, "/bureau")
    assert (await elsewhere.get("/bureau")).status_code == 200
    opened = await office.events("session:open", agent_id)
    assert opened == [("allowed", "password"), ("allowed", "password")]


async def test_an_invitation_is_good_once_and_for_a_day(world: World) -> None:
    unit = await world.make_organisation("prosecutor", [Role.MAGISTRATE, Role.ADMINISTRATOR])
    magistrate, keeper = unit.agent(Role.MAGISTRATE), unit.agent(Role.ADMINISTRATOR)
    first = await invitation_code(world, keeper, magistrate)
    second = await invitation_code(world, keeper, magistrate)
    visitor = Visitor(world, None)
    assert (await begin_account(visitor, first)).status_code == 401  # the later one replaced it
    page, again = await begin_account(visitor, second), await begin_account(visitor, second)
    sent = {"name": f"m.{magistrate.hex[-8:]}", "password": PASSWORD, "again": PASSWORD}
    made = [
        await visitor.send(
            each, INVITED, **sent, code=Account(magistrate, "", secret_of(each)).code(0)
        )
        for each in (page, again)
    ]
    assert [each.status_code for each in made] == [200, 401]
    assert (await begin_account(visitor, second)).status_code == 401
    late = await invitation_code(world, keeper, magistrate, timedelta(0))
    assert (await begin_account(visitor, late)).status_code == 401
    assert (await begin_account(visitor, "ABC")).status_code == 401


async def test_a_supervisor_invites_a_worker_and_nobody_who_sees_beyond_the_unit(
    world: World,
) -> None:
    unit = await world.make_organisation(
        "prosecutor", [Role.MAGISTRATE, Role.SUPERVISOR, Role.CASE_WORKER]
    )
    keeper = await Visitor.of(world, unit.agent(Role.SUPERVISOR))
    place = f"/bureau/personnes/{unit.agent(Role.CASE_WORKER)}/invitation"
    assert says(await keeper.get("/bureau/appareils"), "Comptes personnels")
    made = await keeper.send(await keeper.get(place), place)
    assert made.status_code == 200, made.text
    assert 'class="shown-once code"' in made.text
    for role, status in ((Role.MAGISTRATE, 403), (Role.SUPERVISOR, 409)):
        place = f"/bureau/personnes/{unit.agent(role)}/invitation"
        refused = await keeper.send(await keeper.get(place), place)
        assert refused.status_code == status, role
    stranger = world.police.agent(Role.FIRST_RESPONDER)
    assert (await keeper.get(f"/bureau/personnes/{stranger}/invitation")).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "Un nom"}, "name"),
        ({"password": "court", "again": "court"}, "password"),
        ({"password": "motdepasse2026", "again": "motdepasse2026"}, "password"),
        ({"password": "aaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaa"}, "password"),
        ({"password": "synthetic agent", "again": "synthetic agent"}, "password"),
        ({"again": "autre chose que cela"}, "again"),
        ({"code": "000000x"}, "code"),
    ],
    ids=["name", "short", "common", "one letter", "own name", "different", "code"],
)
async def test_a_poor_choice_is_told_at_its_field_and_nothing_is_recorded(
    world: World, given: dict[str, str], field: str
) -> None:
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    auditor = unit.agent(Role.AUDITOR)
    visitor = Visitor(world, None)
    code = await invitation_code(world, unit.agent(Role.ADMINISTRATOR), auditor)
    page = await begin_account(visitor, code)
    sent = {"name": f"x.{auditor.hex[-8:]}", "password": PASSWORD, "again": PASSWORD,
            "code": Account(auditor, "", secret_of(page)).code(0)}  # fmt: skip
    refused = await visitor.send(page, INVITED, **(sent | given))
    assert refused.status_code == 422
    assert says(refused, "Rien n'a été enregistré.")
    assert f'id="e-{field}"' in refused.text
    assert PASSWORD not in refused.text
    assert Parsed(refused.text).broken == []
    good = await visitor.send(refused, INVITED, **sent)
    assert good.status_code == 200


async def test_the_picture_of_the_key_is_sent_once_and_kept_nowhere(world: World) -> None:
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    visitor = Visitor(world, None)
    auditor = unit.agent(Role.AUDITOR)
    page = await begin_account(
        visitor, await invitation_code(world, unit.agent(Role.ADMINISTRATOR), auditor)
    )
    place = page.text.partition('<img src="')[2].partition('"')[0]
    shown = await visitor.get(place)
    assert shown.headers["content-type"].startswith("image/svg+xml")
    assert shown.headers["cache-control"] == "no-store"
    assert "style" not in shown.text
    assert (await visitor.get(place)).status_code == 404


async def test_a_code_of_the_authenticator_is_good_once_also_at_the_same_time(
    office: Office,
) -> None:
    visitors = [Visitor(office.world, None) for _ in range(4)]
    code = office.account.code()
    answers = await asyncio.gather(
        *(sign_in_by_password(each, office.account, code) for each in visitors)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 401, 401, 401]
    refused = await sign_in_by_password(visitors[0], office.account, office.account.code(0))
    assert refused.status_code == 401  # a step before the last one
    assert says(refused, "Vous n'êtes pas connecté") or says(refused, "mot de passe")


async def test_a_recovery_code_is_good_once(office: Office) -> None:
    code = office.account.codes[0]
    visitors = [Visitor(office.world, None) for _ in range(2)]
    answers = await asyncio.gather(
        *(sign_in_by_password(each, office.account, code) for each in visitors)
    )
    assert sorted(answer.status_code for answer in answers) == [303, 401]
    assert await office.events("factor:remove", office.account.agent_id) == [
        ("allowed", "password")
    ]
    (opened,) = [each for each, answer in zip(visitors, answers, strict=True)
                 if answer.status_code == 303]  # fmt: skip
    page = await opened.get(PROOFS)
    assert says(page, "Codes de secours restants 9")


async def test_guesses_are_stopped_and_the_persons_own_browser_still_opens(
    office: Office,
) -> None:
    stranger = Visitor(office.world, None)
    for _ in range(5):
        wrong = await sign_in_by_password(stranger, office.account, password="pas du tout cela")
        assert wrong.status_code == 401
    shut = await sign_in_by_password(stranger, office.account)  # right, and too late
    assert shut.status_code == 401
    assert says(shut, "Réessayez") or "après" in shut.text
    assert "__Host-seance" not in stranger.cookies
    office.browser.cookies.pop("__Host-seance")
    own = await sign_in_by_password(office.browser, office.account)
    assert own.status_code == 303  # a browser that has signed in before is counted apart
    refused = await office.events("session:refuse", office.account.agent_id)
    assert refused == [("refused", "wrong")] * 5 + [("refused", "tries")]


async def test_whoever_has_the_password_alone_has_few_codes_to_guess(office: Office) -> None:
    for _ in range(5):
        await sign_in_by_password(office.browser, office.account, "000000")
    shut = await sign_in_by_password(Visitor(office.world, None), office.account)
    assert shut.status_code == 401


async def test_an_account_that_does_not_exist_is_refused_in_the_same_words(
    office: Office,
) -> None:
    stranger = Visitor(office.world, None)
    unknown = await sign_in_by_password(stranger, office.account, name="personne.ici")
    wrong = await sign_in_by_password(stranger, office.account, password="pas du tout cela")
    assert unknown.status_code == wrong.status_code == 401
    assert Parsed(unknown.text).text == Parsed(wrong.text).text


async def test_a_form_whose_session_ended_is_sent_after_the_password(office: Office) -> None:
    browser, place = office.browser, f"{PROOFS}/mot-de-passe"
    session = await office.world.owner.fetchval(
        "SELECT id FROM agent_session WHERE agent_id = $1 AND status = 'open'",
        office.account.agent_id,
    )
    await office.world.owner.execute(
        "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes' WHERE id = $1",
        session,
    )
    office.world.process.sessions.forget(session)
    page = await browser.get(place)
    new, secret = "cinq pirogues sur le fleuve", secret_of(page)
    asked = await browser.send(
        page, place, name=office.account.name, password=new, again=new,
        code=Account(office.account.agent_id, "", secret).code(0),
    )  # fmt: skip
    assert asked.status_code == 401
    assert says(asked, "Choisir un nouveau mot de passe")
    assert new not in asked.text
    shown = await browser.send(
        asked, "/bureau/entrer/personnel", password=PASSWORD, code=office.account.code()
    )
    assert shown.status_code == 200, shown.text
    assert says(shown, "Codes de secours")
    office.account.password, office.account.secret = new, secret
    assert (await sign_in_by_password(Visitor(office.world, None), office.account)
            ).status_code == 303  # fmt: skip


async def test_the_last_way_in_is_not_removed(office: Office) -> None:
    place = f"{PROOFS}/mot-de-passe/fin"
    page = await office.browser.get(place)
    refused = await office.browser.send(page, place)
    assert refused.status_code == 409


async def test_whoever_came_by_the_code_of_a_device_makes_no_password(world: World) -> None:
    desk = await Desk.of(world)
    await desk.sign_in()
    place = f"{PROOFS}/mot-de-passe"
    assert (await desk.browser.get(place)).status_code == 403
    assert "mot-de-passe" not in (await desk.browser.get(PROOFS)).text


@pytest.mark.parametrize("role", sorted(NEVER_BY_PIN))
async def test_who_sees_beyond_a_unit_never_signs_in_by_pin(world: World, role: Role) -> None:
    home = "prosecutor" if role is Role.MAGISTRATE else "coordination"
    unit = await world.make_organisation(home, [role, Role.SUPERVISOR])
    browser = await registered_browser(world, unit)
    agent_id, keeper = unit.agent(role), await Visitor.of(world, unit.agent(Role.SUPERVISOR))
    page = await browser.get(ENTER)
    assert str(agent_id) not in page.text
    assert (await keeper.get(f"/bureau/personnes/{agent_id}/code")).status_code == 404
    sent = [("csrf", Parsed(page.text).forms[0].fields[0].value), ("agent", str(agent_id)),
            ("pin", "284093")]  # fmt: skip
    assert (await browser.post(ENTER, sent)).status_code == 401


async def test_the_tables_hold_no_secret_of_an_account(office: Office) -> None:
    told = [
        repr(dict(row))
        for table in ("agent_password", "recovery_code", "factor_invitation", "factor_try",
                      "pending_sign_in", "audit_event")
        for row in await office.world.owner.fetch(f'SELECT t.* FROM "{table}" t')
    ]  # fmt: skip
    account = office.account
    for secret in (account.secret, account.password, *account.codes,
                   *(code.replace(" ", "") for code in account.codes)):  # fmt: skip
        assert not [row for row in told if secret in row]
