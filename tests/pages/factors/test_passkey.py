"""A passkey: added to an account that stands, asked for without a name, each challenge once."""

from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.accounts import make_account, says
from tests.support.authenticator import PRESENT, SoftKey, asked_by
from tests.support.desk import Desk
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

PROOFS, BY_PASSKEY = "/bureau/moi/preuves", "/bureau/entrer/cle"
ADD = f"{PROOFS}/cle"


@pytest.fixture
async def auditor(world: World) -> tuple[UUID, Visitor]:
    unit = await world.make_organisation("oversight", [Role.AUDITOR, Role.ADMINISTRATOR])
    agent_id = unit.agent(Role.AUDITOR)
    _, browser = await make_account(world, unit.agent(Role.ADMINISTRATOR), agent_id)
    return agent_id, browser


def _key(world: World) -> SoftKey:
    address = world.process.settings.public_url
    return SoftKey(address, address.partition("://")[2].partition(":")[0])


async def _add(browser: Visitor, key: SoftKey) -> None:
    page = await browser.get(ADD)
    assert Parsed(page.text).broken == []
    added = await browser.send(page, ADD, answer=key.make(page), name="Clé du bureau")
    assert (added.status_code, added.headers["location"]) == (303, f"{PROOFS}?fait=cle")


async def test_an_auditor_adds_a_passkey_and_signs_in_with_it(
    world: World, auditor: tuple[UUID, Visitor]
) -> None:
    agent_id, browser = auditor
    key = _key(world)
    await _add(browser, key)
    assert says(await browser.get(PROOFS), "Clé du bureau")
    added = await world.events(action="factor:add", agent_id=agent_id)
    assert sorted(event["code"] for event in added) == ["passkey", "password"]
    elsewhere = Visitor(world, None)
    page = await elsewhere.get(BY_PASSKEY)
    assert "passkey.js" in page.text
    assert "<noscript>" in page.text
    assert "passkey.js" not in (await elsewhere.get("/bureau/entrer")).text
    assert asked_by(page)["userVerification"] == "required"
    answer = key.prove(page)
    opened = await elsewhere.send(page, BY_PASSKEY, answer=answer)
    assert (opened.status_code, opened.headers["location"]) == (303, "/bureau")
    ways = await world.events(action="session:open", agent_id=agent_id)
    assert sorted(event["code"] for event in ways) == ["passkey", "password"]
    again = await Visitor(world, None).get(BY_PASSKEY)
    replayed = await elsewhere.send(page, BY_PASSKEY, answer=answer)
    assert replayed.status_code == 401  # the challenge was answered before
    other = await elsewhere.send(again, BY_PASSKEY, answer=answer)
    assert other.status_code in {401, 403}


@pytest.mark.parametrize("lie", ["origin", "site", "not unlocked", "signature", "another key",
                                 "copy", "no answer"])  # fmt: skip
async def test_a_passkey_that_lies_opens_nothing(
    world: World, auditor: tuple[UUID, Visitor], lie: str
) -> None:
    _, browser = auditor
    key = _key(world)
    await _add(browser, key)
    stranger = Visitor(world, None)
    page = await stranger.get(BY_PASSKEY)
    signs = b""
    if lie == "origin":
        key.origin = "https://evil.example"
    elif lie == "site":
        key.site = "evil.example"
    elif lie == "not unlocked":
        key.flags = PRESENT
    elif lie == "signature":
        signs = b"0" * 64
    elif lie == "another key":
        key.key = _key(world).key
    elif lie == "copy":
        key.count = 0  # the copy has not counted what the key has
    answer = '{"id": 1}' if lie == "no answer" else key.prove(page, signs=signs)
    refused = await stranger.send(page, BY_PASSKEY, answer=answer)
    assert refused.status_code == 401
    assert says(refused, "n'a pas été acceptée")
    assert "__Host-seance" not in stranger.cookies


async def test_an_unknown_passkey_opens_nothing(world: World) -> None:
    stranger, key = Visitor(world, None), _key(world)
    page = await stranger.get(BY_PASSKEY)
    assert (await stranger.send(page, BY_PASSKEY, answer=key.prove(page))).status_code == 401


async def test_a_passkey_that_never_counts_is_good_each_time(
    world: World, auditor: tuple[UUID, Visitor]
) -> None:
    key = _key(world)
    key.counts = False
    await _add(auditor[1], key)
    for _ in range(2):
        visitor = Visitor(world, None)
        page = await visitor.get(BY_PASSKEY)
        assert (await visitor.send(page, BY_PASSKEY, answer=key.prove(page))).status_code == 303


async def test_a_new_passkey_needs_a_fresh_proof_and_a_right_answer(
    world: World, auditor: tuple[UUID, Visitor]
) -> None:
    agent_id, browser = auditor
    page, key = await browser.get(ADD), _key(world)
    key.origin = "https://evil.example"
    wrong = await browser.send(page, ADD, answer=key.make(page), name="x")
    assert wrong.status_code == 422
    session = await world.owner.fetchval(
        "SELECT id FROM agent_session WHERE agent_id = $1", agent_id
    )
    await world.owner.execute(
        "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes' WHERE id = $1",
        session,
    )
    world.process.sessions.forget(session)
    key.origin = _key(world).origin
    asked = await browser.send(wrong, ADD, answer=key.make(wrong), name="x")
    assert asked.status_code == 401
    assert says(asked, "Ajouter une clé d'accès")
    count = await world.owner.fetchval(
        "SELECT count(*) FROM agent_passkey WHERE agent_id = $1", agent_id
    )
    assert count == 0


async def test_a_passkey_proves_who_sends_a_form_that_waits(
    world: World, auditor: tuple[UUID, Visitor]
) -> None:
    agent_id, browser = auditor
    key = _key(world)
    await _add(browser, key)
    await world.owner.execute(
        "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes'"
        " WHERE agent_id = $1", agent_id,
    )  # fmt: skip
    world.process.sessions.forget_agent(agent_id)
    page = await browser.get(PROOFS)
    which = await world.owner.fetchval("SELECT id FROM agent_passkey WHERE agent_id = $1", agent_id)
    asked = await browser.send(page, f"{ADD}/fin", which=str(which))
    assert asked.status_code == 401
    shown = await browser.send(asked, BY_PASSKEY)
    done = await browser.send(shown, BY_PASSKEY, answer=key.prove(shown))
    assert (done.status_code, done.headers["location"]) == (303, f"{PROOFS}?fait=cle-retiree")
    assert says(await browser.get(f"{PROOFS}?fait=cle-retiree"), "est retirée")
    removed = await world.events(action="factor:remove", agent_id=agent_id)
    allowed = [event["code"] for event in removed if event["outcome"] == "allowed"]
    assert allowed == ["passkey"]


async def test_whoever_came_by_the_code_of_a_device_adds_no_passkey(world: World) -> None:
    desk = await Desk.of(world)
    await desk.sign_in()
    assert (await desk.browser.get(ADD)).status_code == 403
