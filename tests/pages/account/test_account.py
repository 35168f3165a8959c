"""One's own account: who one is, which sessions are open, and a code of one's own."""

import pytest

from tests.support.desk import ENTER, OTHER_PIN, PIN, WRONG_PIN, Desk
from tests.support.signing_in import sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

MINE, NEW_PIN = "/bureau/moi", "617294"


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


async def test_the_account_says_who_acts_for_whom_where_and_since_when(desk: Desk) -> None:
    page = await desk.browser.get(MINE)
    assert page.status_code == 200
    said = Parsed(page.text)
    assert said.broken == []
    for words in ("Synthetic agent", "Téléphone de garde", "Sessions ouvertes", "celle-ci"):
        assert words in said.text
    assert "intake_officer" not in page.text
    assert await desk.acted(await desk.session_id(), "session:list") == []  # of no one session
    (listed,) = await desk.world.events(action="session:list", agent_id=desk.guard)
    assert (listed["outcome"], listed["token_id"]) == ("allowed", str(await desk.session_id()))
    english = Visitor(desk.world, desk.browser.cookies["__Host-seance"], "en")
    assert "Open sessions" in Parsed((await english.get(MINE)).text).text


async def test_another_session_is_ended_from_here_and_all_others_at_once(desk: Desk) -> None:
    elsewhere = await desk.another_browser()
    await sign_in(elsewhere, desk.guard, PIN)
    third = await desk.another_browser()
    await sign_in(third, desk.guard, PIN)
    other_id = await desk.session_id(elsewhere)
    page = await desk.browser.get(MINE)
    ended = await desk.browser.post(
        f"{MINE}/fin", [("csrf", _token(page.text)), ("which", str(other_id))]
    )
    assert (ended.status_code, ended.headers["location"]) == (303, f"{MINE}?fait=fin")
    assert (await elsewhere.get("/bureau")).headers["location"] == ENTER
    assert (await third.get("/bureau")).status_code == 200
    await desk.browser.post(f"{MINE}/fin", [("csrf", _token(page.text)), ("which", "others")])
    assert (await third.get("/bureau")).headers["location"] == ENTER
    assert (await desk.browser.get("/bureau")).status_code == 200
    assert await desk.acted(other_id, "session:end") == [
        (desk.guard, "allowed", "left", str(await desk.session_id()))
    ]


async def test_nobody_ends_the_session_of_somebody_else(desk: Desk) -> None:
    elsewhere = await desk.another_browser()
    await sign_in(elsewhere, desk.colleague, OTHER_PIN)
    other_id = await desk.session_id(elsewhere)
    page = await desk.browser.get(MINE)
    await desk.browser.post(f"{MINE}/fin", [("csrf", _token(page.text)), ("which", str(other_id))])
    assert (await elsewhere.get("/bureau")).status_code == 200
    assert await desk.acted(other_id, "session:end") == []


async def test_one_changes_ones_code_with_a_fresh_proof_and_other_sessions_end(desk: Desk) -> None:
    elsewhere = await desk.another_browser()
    await sign_in(elsewhere, desk.guard, PIN)
    place = f"{MINE}/code"
    await desk.age_proof()
    page = await desk.browser.get(place)
    for given, status in (
        ({"new_pin": NEW_PIN, "again": NEW_PIN, "own_pin": WRONG_PIN}, 401),
        ({"new_pin": NEW_PIN, "again": OTHER_PIN, "own_pin": PIN}, 422),
        ({"new_pin": "123456", "again": "123456"}, 422),
    ):
        page = await desk.browser.send(page, place, **given)
        assert page.status_code == status
        assert "Rien n'a été enregistré." in Parsed(page.text).text
        assert not {NEW_PIN, OTHER_PIN, PIN, "123456"} & set(page.text.replace('"', " ").split())
    done = await desk.browser.send(page, place, new_pin=NEW_PIN, again=NEW_PIN)
    assert (done.status_code, done.headers["location"]) == (303, f"{MINE}?fait=code")
    again = await desk.browser.send(page, place, new_pin=NEW_PIN, again=NEW_PIN)
    assert again.headers["location"] == f"{MINE}?fait=code"
    assert [each[1:3] for each in await desk.acted(desk.guard, "pin:set")][-2:] == [
        ("allowed", None), ("allowed", "replayed"),
    ]  # fmt: skip
    assert (await desk.browser.get(MINE)).status_code == 200
    assert (await elsewhere.get("/bureau")).headers["location"] == ENTER
    await sign_in(elsewhere, desk.guard, NEW_PIN)


async def test_the_language_is_the_agents_choice_in_this_browser(desk: Desk) -> None:
    page = await desk.browser.get(MINE)
    answer = await desk.browser.post(
        "/bureau/langue", [("csrf", _token(page.text)), ("language", "en")]
    )
    assert answer.status_code == 303
    assert "Open sessions" in Parsed((await desk.browser.get(MINE)).text).text


def _token(html: str) -> str:
    return next(each.value for form in Parsed(html).forms for each in form.fields
                if each.name == "csrf")  # fmt: skip
