"""A session ends while somebody types: the form waits, sealed, for a proof of the same agent."""

import asyncio
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from referral_api.errors import Unavailable
from referral_api.http.idempotency import IdempotencyKey
from referral_api.pages.done import after
from referral_api.pages.forms.reading import Fields
from referral_api.pages.sign_in.keeping import Holder, Kept, KeptForms
from referral_api.security.key_ring import Secrets
from tests.support.desk import ENTER, OTHER_PIN, PIN, WRONG_PIN, Desk, place_of
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


async def _send_late(desk: Desk, row: dict[str, str], minutes: float = 0) -> httpx.Response:
    """Fill in the acceptance of a request, and send it when the session is locked or over."""
    page = await desk.form("accept_referral", referral_id=row["id"])
    assert page.status_code == 200, page.text
    await (desk.pass_time(minutes=minutes) if minutes else desk.outlive())
    place = place_of("accept_referral", referral_id=row["id"])
    return await desk.browser.send(page, place)


async def _prove(
    browser: Visitor, page: httpx.Response, pin: str = PIN, **given: str
) -> httpx.Response:
    return await browser.send(page, ENTER, pin=pin, **given)


async def test_a_form_sent_from_a_locked_session_is_carried_out_after_the_pin(desk: Desk) -> None:
    row = await desk.a_request()
    session_id = await desk.session_id()
    asked = await _send_late(desk, row, minutes=11)
    assert asked.status_code == 401
    said = Parsed(asked.text)
    assert "Ce formulaire vous attend." in said.text
    assert "Accepter la demande" in said.text
    assert await desk.state_of(row) == "requested"
    done = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert done.status_code == 303, done.text
    assert row["id"] in done.headers["location"]
    assert await desk.state_of(row) == "accepted"
    assert await desk.acted(row["id"], "referral:accept") == [
        (desk.guard, "allowed", None, str(session_id))
    ]
    assert [each[:3] for each in await desk.acted(session_id, "session:unlock")] == [
        (desk.guard, "allowed", None)
    ]
    assert (await desk.browser.get(done.headers["location"])).status_code == 200


async def test_a_form_sent_when_the_session_is_over_is_carried_out_in_the_next_one(
    desk: Desk,
) -> None:
    row = await desk.a_request()
    former = await desk.session_id()
    asked = await _send_late(desk, row)
    done = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert done.status_code == 303
    session_id = await desk.session_id()
    assert session_id != former
    assert await desk.acted(row["id"], "referral:accept") == [
        (desk.guard, "allowed", None, str(session_id))
    ]


async def test_a_kept_form_that_meets_an_outage_is_offered_once_more_under_its_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = await desk.a_request()
    asked = await _send_late(desk, row)

    async def unreachable(*_: object) -> None:
        raise Unavailable

    with monkeypatch.context() as patch:
        patch.setattr(IdempotencyKey, "find_stored", unreachable)
        lost = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert lost.status_code == 503
    assert "Rien n'" not in lost.text
    (form,) = Parsed(lost.text).forms
    assert form.action == place_of("accept_referral", referral_id=row["id"])
    done = await desk.browser.post(form.action, form.filled())
    assert done.status_code == 303, done.text
    assert await desk.state_of(row) == "accepted"
    assert [each[:3] for each in await desk.acted(row["id"], "referral:accept")] == [
        (desk.guard, "allowed", None)
    ]


async def test_a_wrong_pin_loses_nothing_of_what_was_typed(desk: Desk) -> None:
    row = await desk.a_request()
    asked = await _send_late(desk, row)
    again = await _prove(desk.browser, asked, WRONG_PIN, agent=str(desk.guard))
    assert again.status_code == 401
    assert "Accepter la demande" in Parsed(again.text).text
    assert (await _prove(desk.browser, again, agent=str(desk.guard))).status_code == 303
    assert await desk.state_of(row) == "accepted"


async def test_the_form_of_another_agent_is_dropped_and_that_is_said(desk: Desk) -> None:
    row = await desk.a_request()
    asked = await _send_late(desk, row)
    other = await _prove(desk.browser, asked, OTHER_PIN, agent=str(desk.colleague))
    assert (other.status_code, other.headers["location"]) == (303, "/bureau/non-envoye")
    told = await desk.browser.get("/bureau/non-envoye")
    assert Parsed(told.text).text.count("Rien n'a été enregistré.") == 1
    assert await desk.state_of(row) == "requested"
    assert await desk.acted(row["id"], "referral:accept") == []


async def test_on_another_device_the_form_is_dropped(desk: Desk) -> None:
    row = await desk.a_request()
    kept = _kept_of(await _send_late(desk, row))
    elsewhere = await desk.another_browser()
    page = await elsewhere.get(ENTER)
    sent = await _prove(elsewhere, page, agent=str(desk.guard), kept=kept)
    assert sent.headers["location"] == "/bureau/non-envoye"
    assert await desk.state_of(row) == "requested"


async def test_a_form_that_was_changed_is_dropped(desk: Desk) -> None:
    row = await desk.a_request()
    asked = await _send_late(desk, row)
    kept = _kept_of(asked)
    changed = kept[:40] + ("A" if kept[40] != "A" else "B") + kept[41:]
    sent = await _prove(desk.browser, asked, agent=str(desk.guard), kept=changed)
    assert sent.headers["location"] == "/bureau/non-envoye"
    assert await desk.state_of(row) == "requested"


def _kept_of(page: httpx.Response) -> str:
    (kept,) = [each.value for each in Parsed(page.text).form(ENTER).fields if each.name == "kept"]
    return kept


def test_what_is_kept_opens_for_its_holder_at_its_address_within_its_time_only() -> None:
    forms = KeptForms(Secrets(bytes(32), [bytes(32)]))
    agent, device, other = UUID(int=1), UUID(int=2), UUID(int=3)
    kept = Kept("/bureau/dossiers/nouveau", "", Fields({"sex": ["female"], "own_pin": ["1"]}))
    holder, hour = Holder(agent, device, "browser"), timedelta(hours=1)
    sealed = forms.seal(kept, holder)
    found = forms.open(sealed, holder, hour)
    assert found is not None
    assert found.fields is not None
    assert (found.path, found.fields.items()) == (kept.path, [("sex", "female")])
    assert forms.open(sealed, holder, timedelta(seconds=-1)) is None
    for wrong in (
        Holder(other, device, "browser"), Holder(agent, other, "browser"),
        Holder(agent, None, "browser"), Holder(agent, device, "another"),
    ):  # fmt: skip
        assert forms.open(sealed, wrong, hour) is None
    assert forms.open("no such thing", holder, hour) is None
    later = bytes([1]) * 32
    assert KeptForms(Secrets(later, [later])).open(sealed, holder, hour) is None
    rotated = KeptForms(Secrets(later, [bytes(32), later])).open(sealed, holder, hour)
    assert rotated is not None
    assert rotated.path == kept.path
    assert "dossiers" not in sealed


async def test_a_page_asked_for_while_locked_opens_after_the_pin(desk: Desk) -> None:
    row = await desk.a_request()
    place = f"/bureau/demandes/{row['id']}?lang=fr"
    await desk.pass_time(minutes=11)
    asked = await desk.browser.get(place)
    assert asked.status_code == 401
    names = [each for each in Parsed(asked.text).form(ENTER).fields if each.name == "agent"]
    assert [each.value for each in names] == [str(desk.guard)]
    done = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert (done.status_code, done.headers["location"]) == (303, place)
    assert (await desk.browser.get(place)).status_code == 200


async def test_a_page_asked_for_when_the_session_is_over_leads_to_sign_in(desk: Desk) -> None:
    await desk.outlive()
    answer = await desk.browser.get("/bureau/demandes")
    assert (answer.status_code, answer.headers["location"]) == (303, ENTER)


async def test_an_answer_that_was_lost_and_a_session_that_ended_since_make_one_change(
    desk: Desk,
) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    first = await desk.browser.send(page, place)
    assert first.status_code == 303  # and never arrives
    await desk.outlive()
    asked = await desk.browser.send(page, place)
    again = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert [each[1:3] for each in await desk.acted(row["id"], "referral:accept")] == [
        ("allowed", None), ("allowed", "replayed"),
    ]  # fmt: skip
    # The PIN was sent, and its answer was lost: the same page is sent once more.
    third = await _prove(desk.browser, asked, agent=str(desk.guard))
    assert third.headers["location"] == first.headers["location"]
    assert await desk.state_of(row) == "accepted"


async def test_fifty_sends_at_once_with_sessions_ended_between_make_one_change_and_one_event(
    desk: Desk,
) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    fields = Parsed(page.text).form(place).filled()
    cookies = dict(desk.browser.cookies)

    async def send(number: int) -> httpx.Response:
        if number == 25:  # somebody ends the session in the middle
            await desk.outlive()
        sender = Visitor(desk.world, None)
        sender.cookies = dict(cookies)
        return await sender.post(place, fields)

    answers = await asyncio.gather(*map(send, range(50)))
    told = {answer.status_code for answer in answers}
    # Led to what is true now; told that the same is under way; or asked who it is.
    assert told <= {303, 401, 409}
    assert 303 in told
    assert {a.headers["location"] for a in answers if a.status_code == 303} == {
        after("accept_referral", f"/bureau/demandes/{row['id']}")
    }
    done = [
        each for each in await desk.acted(row["id"], "referral:accept")
        if each[1:3] == ("allowed", None)
    ]  # fmt: skip
    assert len(done) == 1
    assert await desk.state_of(row) == "accepted"


@pytest.mark.parametrize(
    "wrong", [{"csrf": "x"}, {"csrf": ""}, {"origin": "cross-site"}, {"before": "yes"}]
)
async def test_nothing_is_kept_of_a_form_that_is_not_ours(
    desk: Desk, wrong: dict[str, str]
) -> None:
    row = await desk.a_request()
    place = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    given = {name: value for name, value in wrong.items() if name == "csrf"}
    if "before" in wrong:  # the token of a page before sign-in names nobody
        entered = await desk.browser.get(ENTER)
        given["csrf"] = Parsed(entered.text).form(ENTER).fields[0].value
    await desk.outlive()
    fields = Parsed(page.text).form(place).filled(**given)
    headers = {"Sec-Fetch-Site": wrong["origin"]} if "origin" in wrong else {}
    answer = await desk.browser.post(place, fields, **headers)
    assert answer.status_code == (403 if "origin" in wrong else 401)
    assert "Rien n'a été enregistré." in Parsed(answer.text).text
    assert "kept" not in answer.text
