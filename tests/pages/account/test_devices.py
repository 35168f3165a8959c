"""Devices of a unit on pages: a code shown once, a lost telephone shut out by one press."""

import re
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.desk import ENTER, OTHER_PIN, PIN, Desk
from tests.support.signing_in import sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

DEVICES = "/bureau/appareils"
_CODE = re.compile(r"[A-Z]{5} [A-Z]{5}")


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in(desk.keeper)
    return desk


async def _device_id(desk: Desk) -> str:
    found = await desk.world.owner.fetchval(
        "SELECT device_id FROM agent_session WHERE id = $1", await desk.session_id()
    )
    return str(found)


async def test_a_code_is_shown_once_and_registers_a_device(desk: Desk) -> None:
    form = await desk.browser.get(f"{DEVICES}/code")
    made = await desk.browser.send(form, f"{DEVICES}/code")
    assert made.status_code == 200
    (code,) = _CODE.findall(Parsed(made.text).text)
    again = await desk.browser.send(form, f"{DEVICES}/code")
    assert (again.status_code, again.headers["location"]) == (303, f"{DEVICES}?fait=code")
    listed = await desk.browser.get(again.headers["location"])
    assert code not in listed.text
    assert listed.text.count("Code remis") == 1
    other = Visitor(desk.world, None)
    page = await other.get("/bureau/appareil")
    done = await other.send(page, "/bureau/appareil", code=code.lower(), name="Accueil")
    assert done.status_code == 303
    await sign_in(other, desk.guard, PIN)
    assert "Accueil" in Parsed((await desk.browser.get(DEVICES)).text).text
    invited = await desk.world.events(action="device:invite", agent_id=desk.keeper)
    assert [row["code"] for row in invited][1:] == [None, "replayed"]  # the first: of the desk


async def test_anybody_of_the_unit_shuts_a_lost_device_out_and_its_next_page_is_sign_in(
    desk: Desk,
) -> None:
    lost = await desk.another_browser()
    await sign_in(lost, desk.colleague, OTHER_PIN)
    lost_id = await desk.world.owner.fetchval(
        "SELECT device_id FROM agent_session WHERE id = $1", await desk.session_id(lost)
    )
    session_id = await desk.session_id(lost)
    assert (await lost.get("/bureau")).status_code == 200
    await desk.sign_in()  # the guard takes the telephone
    page = await desk.browser.get("/bureau/moi")
    done = await desk.browser.send(page, f"{DEVICES}/{lost_id}/perdu")
    assert (done.status_code, done.headers["location"]) == (303, "/bureau/moi?fait=perdu")
    assert "bloqué" in Parsed((await desk.browser.get(done.headers["location"])).text).text
    assert (await lost.get("/bureau")).headers["location"] == ENTER
    assert "pin" not in [f.name for form in Parsed((await lost.get(ENTER)).text).forms
                         for f in form.fields]  # fmt: skip
    (row,) = await desk.world.owner.fetch(
        "SELECT status, end_reason, cookie_digest FROM agent_session WHERE id = $1", session_id
    )
    assert tuple(row) == ("ended", "device", None)
    assert await desk.acted(lost_id, "device:suspend") == [
        (desk.guard, "allowed", "lost", str(await desk.session_id()))
    ]


async def test_the_telephone_in_ones_own_hand_is_shut_out_too(desk: Desk) -> None:
    page = await desk.browser.get(DEVICES)
    done = await desk.browser.send(page, f"{DEVICES}/{await _device_id(desk)}/perdu")
    assert done.headers["location"] == ENTER
    assert "__Host-seance" not in desk.browser.cookies
    assert done.headers["clear-site-data"] == '"cache", "storage"'


async def test_a_supervisor_lets_a_device_in_again_or_ends_it(desk: Desk) -> None:
    other = await desk.another_browser()
    await sign_in(other, desk.guard, PIN)
    other_id = await desk.world.owner.fetchval(
        "SELECT device_id FROM agent_session WHERE id = $1", await desk.session_id(other)
    )
    await desk.browser.send(await desk.browser.get(DEVICES), f"{DEVICES}/{other_id}/perdu")
    listed = Parsed((await desk.browser.get(DEVICES)).text)
    (resume,) = [href for href, _ in listed.links if f"{other_id}/reprise" in href]
    stale = await desk.browser.get(resume.partition("?")[0] + "?version=1")
    refused = await desk.browser.send(stale, f"{DEVICES}/{other_id}/reprise")
    assert refused.status_code in {409, 412}
    assert "Rien n'a été enregistré." in Parsed(refused.text).text
    form = await desk.browser.get(resume)
    done = await desk.browser.send(form, f"{DEVICES}/{other_id}/reprise")
    assert done.headers["location"] == f"{DEVICES}?fait=reprise"
    await sign_in(other, desk.guard, PIN)
    listed = Parsed((await desk.browser.get(DEVICES)).text)
    (end,) = [href for href, _ in listed.links if f"{other_id}/fin" in href]
    done = await desk.browser.send(await desk.browser.get(end), f"{DEVICES}/{other_id}/fin")
    assert done.headers["location"] == f"{DEVICES}?fait=fin"
    assert (await other.get("/bureau")).headers["location"] == ENTER
    for action in ("device:suspend", "device:resume", "device:end"):
        assert "allowed" in [each[1] for each in await desk.acted(other_id, action)]


async def test_a_copied_cookie_suspends_the_device_and_opens_nothing(desk: Desk) -> None:
    copy = Visitor(desk.world, None)
    copy.cookies = {"__Host-appareil": desk.browser.cookies["__Host-appareil"]}
    device_id = await _device_id(desk)
    for _ in range(2):  # the device itself goes on: its cookie is renewed at each sign-in
        await desk.sign_in(desk.keeper)
        await desk.browser.get("/bureau")
    await desk.world.owner.execute(
        "UPDATE device_cookie SET spent_at = spent_at - interval '2 minutes'"
        " WHERE device_id::text = $1 AND spent_at IS NOT NULL", device_id,
    )  # fmt: skip
    page = await copy.get(ENTER)
    assert "pin" not in [f.name for form in Parsed(page.text).forms for f in form.fields]
    status = await desk.world.owner.fetchval(
        "SELECT status FROM unit_device WHERE id::text = $1", device_id
    )
    assert status == "suspended"
    desk.world.process.sessions.forget_agent(desk.keeper)
    assert (await desk.browser.get("/bureau")).headers["location"] == ENTER


async def test_a_supervisor_makes_a_one_time_code_that_its_owner_replaces(desk: Desk) -> None:
    other = await desk.another_browser()
    await sign_in(other, desk.guard, PIN)
    place = f"/bureau/personnes/{desk.guard}/code"
    form = await desk.browser.get(place)
    made = await desk.browser.send(form, place)
    assert made.status_code == 200
    (pin,) = re.findall(r">(\d{6})<", made.text)
    again = await desk.browser.send(form, place)
    assert again.headers["location"] == f"{DEVICES}?fait=code"
    assert pin not in (await desk.browser.get(again.headers["location"])).text
    assert (await other.get("/bureau")).headers["location"] == ENTER
    await sign_in(other, desk.guard, pin, "617294")
    assert [each[:3] for each in await desk.acted(desk.guard, "pin:reset")] == [
        (desk.keeper, "allowed", None), (desk.keeper, "allowed", "replayed"),
    ]  # fmt: skip


async def test_a_supervisor_makes_the_first_code_of_somebody_who_is_new(desk: Desk) -> None:
    new = desk.officer  # nobody has made a code for her or him yet
    place = f"/bureau/personnes/{new}/code"
    listed = Parsed((await desk.browser.get(DEVICES)).text)
    assert place in [href for href, _ in listed.links]
    made = await desk.browser.send(await desk.browser.get(place), place)
    (pin,) = re.findall(r">(\d{6})<", made.text)
    await sign_in(await desk.another_browser(), new, pin, "617294")
    assert [each[:3] for each in await desk.acted(new, "pin:reset")] == [
        (desk.keeper, "allowed", None)
    ]


async def test_a_supervisor_makes_no_code_for_oneself_or_another_unit(
    desk: Desk, world: World
) -> None:
    for agent in (desk.keeper, world.police.agent(Role.FIRST_RESPONDER), "no-id"):
        answer = await desk.browser.get(f"/bureau/personnes/{agent}/code")
        assert answer.status_code == 404


@pytest.mark.parametrize(
    ("place", "allowed"),
    [
        (DEVICES, {Role.SUPERVISOR, Role.ADMINISTRATOR, Role.COORDINATOR}),
        (f"{DEVICES}/code", {Role.SUPERVISOR, Role.ADMINISTRATOR}),
        ("/bureau/moi", set(Role)),
        ("/bureau/moi/code", set(Role)),
    ],
)
async def test_each_page_is_for_whoever_holds_its_permission(
    world: World, place: str, allowed: set[Role]
) -> None:
    for role in (
        Role.SUPERVISOR, Role.INTAKE_OFFICER, Role.COORDINATOR, Role.AUDITOR, Role.ADMINISTRATOR,
        Role.MAGISTRATE,
    ):  # fmt: skip
        unit = world.prosecutor if role is Role.MAGISTRATE else world.seat(role, world.ngo)
        visitor = await Visitor.of(world, unit.agent(role))
        answer = await visitor.get(place)
        assert answer.status_code == (200 if role in allowed else 403), (place, role)


async def test_the_coordination_finds_the_lost_device_of_any_unit(desk: Desk, world: World) -> None:
    coordinator = await Visitor.of(world, world.coordination.agent(Role.COORDINATOR))
    world.app.state.organisation_names = type(world.app.state.organisation_names)(0.0)
    page = await coordinator.get(f"{DEVICES}?organisation_id={desk.unit.id}")
    assert "Téléphone de garde" in Parsed(page.text).text
    device_id = await _device_id(desk)
    await coordinator.send(page, f"{DEVICES}/{device_id}/perdu")
    assert (await desk.browser.get("/bureau")).headers["location"] == ENTER
    assert (await coordinator.get(f"{DEVICES}?organisation_id=x")).status_code == 404


@pytest.mark.parametrize(
    ("change", "offers"),
    [
        ("name = name", True),
        ("status = 'suspended', suspended_at = now(), reason = 'lost'", False),
        ("status = 'ended', ended_at = now(), reason = 'no_longer_needed'", False),
        ("unused_until = now() - interval '1 second'", False),
        ("ends_at = now() - interval '1 second'", False),
    ],
)
async def test_a_device_offers_a_code_in_no_state_but_the_registered_one(
    desk: Desk, change: str, *, offers: bool
) -> None:
    device_id = await _device_id(desk)
    entered = await desk.browser.get(ENTER)
    await desk.world.arrange(
        UUID(str(device_id)),
        f"UPDATE unit_device SET {change}, version = version + 1 WHERE id::text = $1",
        str(device_id),
    )
    page = await desk.browser.get(ENTER)
    assert ("Votre code personnel" in Parsed(page.text).text) is offers
    sent = await desk.browser.send(entered, ENTER, agent=str(desk.guard), pin=PIN)
    assert sent.status_code == (303 if offers else 422)


async def test_who_keeps_the_devices_finds_them_at_the_start(desk: Desk) -> None:
    links = dict(Parsed((await desk.browser.get("/bureau")).text).links)
    assert links.get(DEVICES) == "Appareils"
    await desk.sign_in()
    assert DEVICES not in dict(Parsed((await desk.browser.get("/bureau")).text).links)
