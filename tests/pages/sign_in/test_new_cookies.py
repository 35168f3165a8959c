"""Each proof gives the session a new cookie: who has copied the one before shares nothing of it."""

import pytest

from tests.support.desk import ENTER, PIN, WRONG_PIN, Desk
from tests.support.visitors import Visitor
from tests.support.world import World

SESSION, CODE, NEW_PIN = "__Host-seance", "/bureau/moi/code", "617294"


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


def _copied(desk: Desk) -> Visitor:
    return Visitor(desk.world, desk.browser.cookies[SESSION])


async def test_a_copied_cookie_is_not_unlocked_by_its_owners_proof(desk: Desk) -> None:
    thief, session_id = _copied(desk), await desk.session_id()
    await desk.pass_time(minutes=11)
    assert (await thief.get("/bureau")).status_code == 401
    await desk.sign_in()
    assert await desk.session_id() == session_id
    assert (await desk.browser.get("/bureau")).status_code == 200
    assert (await thief.get("/bureau")).headers["location"] == ENTER
    assert await desk.acted(session_id, "session:unlock") == [
        (desk.guard, "allowed", None, str(session_id))
    ]


async def test_a_proof_in_a_form_is_of_no_use_to_a_copy(desk: Desk) -> None:
    thief, session_id = _copied(desk), await desk.session_id()
    await desk.age_proof()
    page = await desk.browser.get(CODE)
    sent = {"new_pin": NEW_PIN, "again": NEW_PIN}
    wrong = await desk.browser.send(page, CODE, **sent, own_pin=WRONG_PIN)
    assert wrong.status_code == 401
    assert desk.browser.cookies[SESSION] == thief.cookies[SESSION]  # nothing was proved
    done = await desk.browser.send(wrong, CODE, **sent, own_pin=PIN)
    assert done.status_code == 303
    assert (await desk.browser.get("/bureau")).status_code == 200
    assert (await thief.get("/bureau")).headers["location"] == ENTER
    assert await desk.session_id() == session_id
    assert await desk.acted(session_id, "session:prove") == [
        (desk.guard, "allowed", None, str(session_id))
    ]


@pytest.mark.parametrize(
    ("given", "status"),
    [({"new_pin": "123456", "again": "123456"}, 422), ({"key": ""}, 404)],
    ids=["refused at the form", "refused by a page"],
)
async def test_an_act_that_is_refused_after_its_proof_still_gives_the_new_cookie(
    desk: Desk, given: dict[str, str], status: int
) -> None:
    before = desk.browser.cookies[SESSION]
    await desk.age_proof()
    page = await desk.browser.get(CODE)
    refused = await desk.browser.send(page, CODE, **({"new_pin": NEW_PIN} | given), own_pin=PIN)
    assert refused.status_code == status
    assert desk.browser.cookies[SESSION] != before
    assert (await desk.browser.get("/bureau")).status_code == 200
    proved = await desk.acted(await desk.session_id(), "session:prove")
    assert [each[1] for each in proved] == ["allowed"]


async def test_a_form_that_waited_for_the_code_is_answered_with_the_new_cookie(desk: Desk) -> None:
    page = await desk.browser.get(CODE)
    await desk.pass_time(minutes=11)
    thief = _copied(desk)
    asked = await desk.browser.send(page, CODE, new_pin=NEW_PIN, again=NEW_PIN)
    assert asked.status_code == 401
    done = await desk.browser.send(asked, ENTER, agent=str(desk.guard), pin=PIN)
    assert (done.status_code, done.headers["location"]) == (303, "/bureau/moi?fait=code")
    assert (await desk.browser.get("/bureau")).status_code == 200
    assert (await thief.get("/bureau")).headers["location"] == ENTER
    assert [each[1] for each in await desk.acted(desk.guard, "pin:set")] == ["allowed"]
