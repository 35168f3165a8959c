"""Answers are lost after the commit, fifty at once, while a session ends: one change, one event."""

import asyncio
import re
from dataclasses import dataclass

import httpx
import pytest

from referral_api.database.transaction import Transaction
from referral_api.pages.done import after
from tests.support.desk import ENTER, PIN, Desk, place_of
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in()
    return desk


@dataclass
class Line:
    """The line to the database. While it ``is_bad``, it is cut after each commit that stores the
    answer to a form; ``lost`` counts those answers.
    """

    is_bad: bool = False
    lost: int = 0


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line, commit = Line(), Transaction._commit

    async def commit_on(transaction: Transaction) -> None:
        await commit(transaction)
        if line.is_bad and transaction.with_commit is not None:
            transaction.committed = False  # nobody knows
            line.lost += 1
            raise ConnectionResetError

    monkeypatch.setattr(Transaction, "_commit", commit_on)
    return line


def _tells_the_truth(answer: httpx.Response, place: str) -> bool:
    """Say whether a reader is led to what stands, asked who it is, or gets no answer."""
    if answer.status_code == 303:
        return answer.headers["location"] == place
    said = Parsed(answer.text).text
    if answer.status_code == 401:
        # It may be a form whose act stands already: nothing is said of that before the proof.
        return "Ce formulaire vous attend." in said and not re.search(
            r"\bRien n'est\b|Rien n'a", said
        )
    return answer.status_code == 503 and "Nous ne savons pas si c'est enregistré" in said


async def test_fifty_sends_with_a_line_cut_and_a_session_over_are_one_change_and_one_event(
    desk: Desk, line: Line
) -> None:
    row = await desk.a_request()
    act = place_of("accept_referral", referral_id=row["id"])
    page = await desk.form("accept_referral", referral_id=row["id"])
    fields, cookies = Parsed(page.text).form(act).filled(), dict(desk.browser.cookies)

    async def send(number: int) -> httpx.Response:
        if number == 25:  # somebody ends the session in the middle
            await desk.outlive()
        sender = Visitor(desk.world, None)
        sender.cookies = dict(cookies)
        return await sender.post(act, fields)

    line.is_bad = True
    answers = await asyncio.gather(*map(send, range(50)))
    line.is_bad = False
    stands = after("accept_referral", f"/bureau/demandes/{row['id']}")
    assert [a.status_code for a in answers if not _tells_the_truth(a, stands)] == []
    assert line.lost == [answer.status_code for answer in answers].count(503) == 1
    assert await desk.state_of(row) == "accepted"
    # Whoever was told that nobody knows sends once more, and proves who it is: it is done already.
    asked = await desk.browser.post(act, fields)
    assert asked.status_code == 401
    again = await desk.browser.send(asked, ENTER, agent=str(desk.guard), pin=PIN)
    assert (again.status_code, again.headers["location"]) == (303, stands)
    acted = await desk.acted(row["id"], "referral:accept")
    assert [each[2] for each in acted if each[1] == "allowed"].count(None) == 1
    assert {each[1:3] for each in acted} == {("allowed", None), ("allowed", "replayed")}
    told = Parsed((await desk.browser.get(stands)).text).text
    assert "Commencer" in told or "Enregistrer l'arrivée" in told
