"""A form whose answer was lost: nobody is told that nothing was recorded, and it is done once."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from referral_api.database.transaction import Transaction
from referral_api.errors import InternalError, KeyInUse, TooManyRequests
from referral_api.http.call_limits import CallLimits
from referral_api.http.idempotency import IdempotencyKey
from referral_api.pages.done import after
from referral_api.pages.refusals import refusal_page
from referral_api.permissions import Role
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World

FORM = "/bureau/dossiers/nouveau"
CASE = {"sex": "female", "age_band": "18_24", "region": "GAO", "languages": ["bam", "fra"]}
UNKNOWN = "Nous ne savons pas si c'est enregistré."
NOTHING = "Rien n'a été enregistré."


@pytest.fixture
async def officer(world: World) -> Visitor:
    unit = await world.make_organisation("police")
    return await Visitor.of(world, unit.agent(Role.FIRST_RESPONDER))


async def _registered(world: World, request_ids: list[str]) -> list[Any]:
    events = [event for each in request_ids for event in await world.events(request_id=each)]
    return [(each["action"], each["outcome"], each["code"]) for each in events]


def _lose_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    commit = Transaction._commit

    async def lost(self: Transaction) -> None:
        await commit(self)
        raise TimeoutError

    monkeypatch.setattr(Transaction, "_commit", lost)


async def _send_again(officer: Visitor, page: httpx.Response, **headers: str) -> httpx.Response:
    """Press the one button of the page."""
    (form,) = Parsed(page.text).forms
    assert form.method == "post"
    return await officer.post(form.action, form.filled(), **headers)


async def test_a_form_whose_commit_has_no_answer_is_sent_again_and_done_once(
    world: World, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, ids = await officer.get(FORM), [str(uuid4()), str(uuid4())]
    sent = Parsed(page.text).form(FORM).filled(**CASE)
    with monkeypatch.context() as patch:
        _lose_the_answer(patch)
        lost = await officer.post(FORM, sent, X_Request_ID=ids[0])
    assert lost.status_code == 503
    assert UNKNOWN in Parsed(lost.text).text
    assert "Renvoyer" in Parsed(lost.text).text
    assert NOTHING not in lost.text
    done = await _send_again(officer, lost, X_Request_ID=ids[1])
    assert (done.status_code, done.headers["location"].partition("?")[2]) == (
        303, after("register_case", "").removeprefix("?")
    )  # fmt: skip
    assert await _registered(world, ids) == [
        ("case:register", "allowed", None), ("case:register", "allowed", "replayed"),
    ]  # fmt: skip
    case_id = UUID(done.headers["location"].split("/")[3])
    assert await world.owner.fetchval('SELECT count(*) FROM "case" WHERE id = $1', case_id) == 1


async def test_a_form_that_met_too_many_others_keeps_its_key_and_what_was_typed(
    world: World, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, request_id = await officer.get(FORM), str(uuid4())

    def refuse(*_: object) -> None:
        raise TooManyRequests(whose="agent", seconds=7)

    with monkeypatch.context() as patch:
        patch.setattr(CallLimits, "count_request", refuse)
        late = await officer.send(page, FORM, **CASE)
    assert (late.status_code, late.headers["retry-after"]) == (429, "7")
    done = await _send_again(officer, late, X_Request_ID=request_id)
    assert done.status_code == 303
    assert await _registered(world, [request_id]) == [("case:register", "allowed", None)]


async def test_a_form_that_still_runs_is_not_said_to_be_lost(
    world: World, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, request_id = await officer.get(FORM), str(uuid4())

    async def runs(*_: object) -> None:
        raise KeyInUse

    with monkeypatch.context() as patch:
        patch.setattr(IdempotencyKey, "find_stored", runs)
        again = await officer.post(
            FORM, Parsed(page.text).form(FORM).filled(**CASE), X_Request_ID=request_id
        )
    assert again.status_code == 409
    assert UNKNOWN in Parsed(again.text).text
    assert await _registered(world, [request_id]) == [
        ("case:register", "refused", "idempotency-key-in-use")
    ]
    assert (await _send_again(officer, again)).status_code == 303


async def test_the_page_to_send_again_has_the_key_and_all_that_was_typed(
    officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await officer.get(FORM)
    sent = Parsed(page.text).form(FORM).filled(**CASE)
    with monkeypatch.context() as patch:
        _lose_the_answer(patch)
        lost = await officer.post(FORM, sent)
    (form,) = Parsed(lost.text).forms
    again = form.filled()
    assert sorted(pair for pair in again if pair[0] != "csrf") == sorted(
        pair for pair in sent if pair[0] != "csrf"
    )


@pytest.mark.parametrize("refusal", [InternalError(), TooManyRequests(whose="agent", seconds=1)])
def test_a_page_never_says_of_a_form_that_may_stand_that_nothing_does(refusal: Any) -> None:
    scope = {"type": "http", "method": "POST", "path": FORM}
    told = refusal_page(scope, refusal, {"accept-language": "fr"})
    assert told is not None
    text = bytes(told.body).decode()
    assert "Nous ne savons pas" in text
    assert "Rien n" not in text
