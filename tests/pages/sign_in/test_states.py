"""Every state of a session and of a device, and what each event does there, seen from the pages."""

from typing import Any

import httpx
import pytest

from referral_api.pages.done import after
from referral_api.pages.forgery import BoundTo
from tests.support.desk import ENTER, OTHER_PIN, PIN, WRONG_PIN, Desk, place_of
from tests.support.signing_in import sign_in
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

SESSION = "__Host-seance"
CLEARED = '"cache", "storage"'
# By the state of the session: what a page, a form, switching, hiding and a PIN do.
# status, where it leads, whether the request is answered
STATES: dict[str, dict[str, tuple[int, str | None]]] = {
    "open": {
        "page": (200, None), "form": (303, after("accept_referral", "/bureau/demandes/{id}")),
        "switch": (303, ENTER), "hide": (303, "/bureau/pause"), "pin": (303, "/bureau"),
    },
    "locked": {
        "page": (401, None), "form": (401, None), "switch": (303, ENTER),
        "hide": (303, "/bureau/pause"), "pin": (303, "/bureau"),
    },
    "over": {
        "page": (303, ENTER), "form": (401, None), "switch": (303, ENTER),
        "hide": (303, "/bureau/pause"), "pin": (303, "/bureau"),
    },
    "ended": {
        "page": (303, ENTER), "form": (401, None), "switch": (303, ENTER),
        "hide": (303, "/bureau/pause"), "pin": (303, "/bureau"),
    },
    "shut out": {
        "page": (303, ENTER), "form": (401, None), "switch": (303, ENTER),
        "hide": (303, "/bureau/pause"), "pin": (422, None),
    },
}  # fmt: skip


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


async def _bring(desk: Desk, state: str) -> None:
    """Bring the session of the browser into a state, past the browser."""
    session_id = await desk.session_id()
    match state:
        case "locked":
            await desk.pass_time(minutes=11)
        case "over":
            await desk.outlive()
        case "ended":  # from elsewhere
            await desk.world.arrange(
                session_id,
                "UPDATE agent_session SET status = 'ended', ended_at = now(), cookie_digest = NULL,"
                " end_reason = 'left', version = version + 1 WHERE id = $1", session_id,
            )  # fmt: skip
        case "shut out":
            device_id = await desk.world.owner.fetchval(
                "SELECT device_id FROM agent_session WHERE id = $1", session_id
            )
            await desk.world.arrange(
                device_id,
                "UPDATE unit_device SET status = 'suspended', suspended_at = now(),"
                " reason = 'lost', version = version + 1 WHERE id = $1", device_id,
            )  # fmt: skip
        case _:
            pass
    desk.forget(session_id)


@pytest.mark.parametrize("state", STATES)
async def test_every_event_does_what_the_table_says(desk: Desk, state: str) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    form = await desk.form("accept_referral", referral_id=row["id"])
    entered = await desk.browser.get(ENTER)
    await _bring(desk, state)
    cookies = dict(desk.browser.cookies)
    told: dict[str, tuple[int, str | None]] = {}
    for event in STATES[state]:
        browser = desk.browser
        browser.cookies = dict(cookies)
        answer = await _happen(browser, event, form, place, entered, desk)
        where = answer.headers.get("location")
        told[event] = (answer.status_code, where and where.replace(row["id"], "{id}"))
        if event in {"switch", "hide"}:
            assert SESSION not in browser.cookies
            assert answer.headers["clear-site-data"] == CLEARED
            break_after = state in {"open", "locked"}
            if break_after:  # the session is over now: each further event on a session of its own
                browser.cookies = dict(cookies)
                await _sign_in_anew(desk, state)
                cookies = dict(browser.cookies)
    assert told == STATES[state]
    accepted = await desk.state_of(row) == "accepted"
    assert accepted is (state == "open")


async def _happen(
    browser: Visitor, event: str, form: httpx.Response, place: str, entered: httpx.Response,
    desk: Desk,
) -> httpx.Response:  # fmt: skip
    match event:
        case "page":
            return await browser.get("/bureau/demandes")
        case "form":
            return await browser.send(form, place)
        case "pin":
            return await browser.send(entered, ENTER, agent=str(desk.guard), pin=PIN)
        case _:
            fields = [("csrf", await _token(desk, form)), ("how", event)]
            return await browser.post("/bureau/sortir", fields)


async def _token(desk: Desk, form: httpx.Response) -> str:
    """The token of the session that the browser has now, or of the one that it had."""
    session_id = await desk.session_id() if SESSION in desk.browser.cookies else None
    if session_id is None:
        return Parsed(form.text).form("/bureau/sortir").fields[0].value
    token: str = desk.world.app.state.form_tokens.make(BoundTo.SESSION, str(session_id))
    return token


async def _sign_in_anew(desk: Desk, state: str) -> None:
    desk.browser.cookies.pop(SESSION, None)
    await desk.sign_in()
    await _bring(desk, state)


async def test_switching_takes_two_steps_and_the_former_cookie_opens_nothing(desk: Desk) -> None:
    former, former_id = dict(desk.browser.cookies), await desk.session_id()
    start = await desk.browser.get("/bureau")
    left = await desk.browser.send(start, "/bureau/sortir", how="switch")
    assert left.headers["location"] == ENTER
    await desk.sign_in(desk.colleague, OTHER_PIN)
    assert await desk.session_id() != former_id
    thief = Visitor(desk.world, None)
    thief.cookies = former
    assert (await thief.get("/bureau")).headers["location"] == ENTER
    assert [each[:3] for each in await desk.acted(former_id, "session:end")] == [
        (desk.guard, "allowed", "switched")
    ]


async def test_a_new_session_ends_the_one_that_the_browser_had(desk: Desk) -> None:
    former, former_id = dict(desk.browser.cookies), await desk.session_id()
    entered = await desk.browser.get(ENTER)
    answer = await desk.browser.send(entered, ENTER, agent=str(desk.colleague), pin=OTHER_PIN)
    assert answer.headers["clear-site-data"] == CLEARED
    thief = Visitor(desk.world, None)
    thief.cookies = former
    assert (await thief.get("/bureau")).headers["location"] == ENTER
    assert [each[2] for each in await desk.acted(former_id, "session:end")] == ["replaced"]


async def test_hiding_shows_a_page_that_says_nothing(desk: Desk) -> None:
    start = await desk.browser.get("/bureau")
    hidden = await desk.browser.send(start, "/bureau/sortir", how="hide")
    page = await desk.browser.get(hidden.headers["location"])
    said = Parsed(page.text)
    assert (said.title, said.text) == ("Bureau", "Bureau Pause Continuer")
    assert "Synthetic" not in page.text


async def test_leaving_is_asked_by_our_own_pages_alone(desk: Desk) -> None:
    start = await desk.browser.get("/bureau")
    fields = [*Parsed(start.text).form("/bureau/sortir").filled(), ("how", "hide")]
    for site in ("cross-site", "same-site", "none"):
        answer = await desk.browser.post("/bureau/sortir", fields, Sec_Fetch_Site=site)
        assert answer.status_code == 403
    assert (await desk.browser.get("/bureau")).status_code == 200


@pytest.mark.parametrize("next_one", ["the same person", "another"])
async def test_hiding_works_in_a_page_of_a_session_before(desk: Desk, next_one: str) -> None:
    old = await desk.browser.get("/bureau")
    if next_one == "another":
        await desk.sign_in(desk.colleague, OTHER_PIN)
    else:
        await desk.sign_in()  # in another tab
    session_id, cookies = await desk.session_id(), dict(desk.browser.cookies)
    hidden = await desk.browser.send(old, "/bureau/sortir", how="hide")
    assert (hidden.status_code, hidden.headers["location"]) == (303, "/bureau/pause")
    assert hidden.headers["clear-site-data"] == CLEARED
    assert SESSION not in desk.browser.cookies
    desk.browser.cookies = cookies
    assert (await desk.browser.get("/bureau")).headers["location"] == ENTER
    assert [each[1:3] for each in await desk.acted(session_id, "session:end")] == [
        ("allowed", "hidden")
    ]


async def test_cookies_are_of_this_host_out_of_reach_and_renewed_at_each_sign_in(
    desk: Desk,
) -> None:
    before = dict(desk.browser.cookies)
    entered = await desk.browser.get(ENTER)
    answer = await desk.browser.send(entered, ENTER, agent=str(desk.guard), pin=PIN)
    lines = answer.headers.get_list("set-cookie")
    assert {line.partition("=")[0] for line in lines} >= {SESSION, "__Host-appareil", "__Host-tour"}
    for line in lines:
        parts = {part.strip().lower() for part in line.split(";")[1:]}
        assert {"httponly", "secure", "samesite=lax", "path=/"} <= parts
    for name in (SESSION, "__Host-appareil", "__Host-tour"):
        assert desk.browser.cookies[name] != before[name]


async def test_no_word_of_the_page_tells_a_wrong_code_from_a_person_who_is_not_here(
    desk: Desk, world: World
) -> None:
    """Nor from a coordinator, who has none, or somebody of another unit."""
    pages: list[Any] = []
    for agent in (
        desk.guard, world.coordination.agents[min(world.coordination.agents)], desk.officer,
        "0192d6f0-0000-7000-8000-000000000000",
    ):  # fmt: skip
        browser = await desk.another_browser()
        page = await browser.get(ENTER)
        answer = await browser.send(page, ENTER, agent=str(agent), pin=WRONG_PIN)
        pages.append((answer.status_code, Parsed(answer.text).texts, len(answer.text)))
    statuses, texts = [each[0] for each in pages], [each[1] for each in pages]
    assert statuses == [401] * 4
    assert all(text == texts[0] for text in texts)


async def test_five_wrong_codes_lock_here_and_not_on_another_device(desk: Desk) -> None:
    page = await desk.browser.get(ENTER)
    for _ in range(5):
        page = await desk.browser.send(page, ENTER, agent=str(desk.guard), pin=WRONG_PIN)
        assert page.status_code == 401
    locked = await desk.browser.send(page, ENTER, agent=str(desk.guard), pin=PIN)
    assert locked.status_code == 401
    assert "Réessayez après" in Parsed(locked.text).text
    elsewhere = await desk.another_browser()
    done = await elsewhere.send(await elsewhere.get(ENTER), ENTER, agent=str(desk.guard), pin=PIN)
    assert done.status_code == 303
    refused = await desk.world.events(action="session:refuse", agent_id=desk.guard)
    assert [row["code"] for row in refused] == ["wrong"] * 5 + ["tries"]


async def test_a_form_without_the_token_of_this_session_does_nothing(desk: Desk) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    elsewhere = await desk.another_browser()
    await sign_in(elsewhere, desk.guard, PIN)
    another = Parsed((await desk.form("accept_referral", elsewhere, referral_id=row["id"])).text)
    for token in ("", "x", another.form(place).fields[0].value):
        fields = Parsed(page.text).form(place).filled(csrf=token)
        assert (await desk.browser.post(place, fields)).status_code == 403
    assert await desk.state_of(row) == "requested"


async def test_a_form_without_a_key_does_nothing(desk: Desk) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    fields = [pair for pair in Parsed(page.text).form(place).filled() if pair[0] != "key"]
    answer = await desk.browser.post(place, fields)
    assert answer.status_code == 422
    assert await desk.state_of(row) == "requested"
    made = await desk.browser.send(answer, place)  # the form that was shown again has one
    assert made.status_code == 303


@pytest.mark.parametrize("address", [ENTER, f"{ENTER}/personnel", "/bureau/appareil"])
async def test_a_form_with_a_character_that_is_none_is_refused_and_is_no_fault(
    desk: Desk, address: str
) -> None:
    events = await desk.world.events(action="session:refuse")
    stranger = Visitor(desk.world, None)
    page = Parsed((await stranger.get(address.removesuffix("/personnel"))).text)
    token = page.forms[0].fields[0].value
    sent = [("csrf", token), ("name", "a\0b"), ("password", "x"), ("code", "ABCDEFGHJK")]
    assert (await stranger.post(address, sent)).status_code == 400
    assert await desk.world.events(action="session:refuse") == events
