"""The acts that may meet: what each needs, what it rests on and what it changes.

``record`` is the row whose version an act sends, or whose deadline it finds passed: of two acts on
one record one wins. From ``rests`` and ``changes`` follows which acts can contradict each other.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

from httpx import Response

from tests.support.races import requests as ask
from tests.support.races.stage import Stage, possible

Send = Callable[[Stage], Awaitable[Response | None]]


@dataclass(frozen=True)
class RacingAct:
    """``by_time`` acts are the timer's, and answer nobody. ``prepare`` sets their deadline."""

    name: str
    send: Send
    record: str = ""
    needs: frozenset[str] = frozenset()
    rests: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    leaves: str = ""
    by_time: bool = False
    prepare: Callable[[Stage], Awaitable[Any]] | None = None


def _act(name: str, send: Send, rests: str, changes: str, **also: Any) -> RacingAct:
    record = also.get("record", "")
    needs = {record, *also.pop("needs", "").split()} - {"", "file", "consent"}
    touched = [frozenset(words.split()) for words in (rests, changes)]
    return RacingAct(
        name, send, needs=frozenset(needs), rests=touched[0], changes=touched[1], **also
    )


# name, request, what it rests on, what it changes
ACTS = (
    _act("withdraw a consent", ask.of_consent("withdraw"), "", "consent sheet",
         record="consent", needs="sent"),
    _act("mark a consent as error", ask.of_consent("mark-error"), "custody", "consent sheet",
         record="consent", needs="sent"),
    _act("replace a consent", ask.replace_consent, "custody file", "consent sheet", needs="sent"),
    _act("refuse what was asked", ask.of_consent("refuse", "awaited"), "custody",
         "consent awaited sheet", record="awaited", needs="sent"),
    _act("confirm what was asked", ask.of_consent("confirm", "awaited"), "custody file",
         "awaited", record="awaited"),
    _act("withdraw what was asked", ask.of_consent("withdraw", "awaited"), "", "awaited",
         record="awaited"),
    _act("a consent runs out", ask.wait, "", "consent", by_time=True,
         prepare=ask.soon("consent", "consent", "valid_until")),
    _act("close the file", ask.close, "custody handoff", "file", record="file"),
    _act("reopen the file", ask.reopen, "custody", "file", record="file", needs="closed"),
    _act("correct her age", ask.correct, "file", "sheet age decision", record="file", needs="sent"),
    _act("decide", ask.decide("begin_screening"), "file custody age", "decision",
         needs="reported"),
    _act("reopen a finding", ask.decide("reconsider"), "file custody age", "decision",
         needs="identified"),
    _act("register", ask.register, "custodian", "", ),
    _act("offer a handoff", ask.offer, "consent file custody home", "handoff"),
    _act("accept a handoff", ask.of_handoff("accept", "offer"), "consent file home custodian",
         "custody handoff", record="offer"),
    _act("take an offer back", ask.of_handoff("withdraw", "offer"), "", "handoff", record="offer"),
    _act("decline a handoff", ask.of_handoff("decline", "offer"), "", "handoff", record="offer"),
    _act("she arrives", ask.of_handoff("confirm-arrival", "journey"), "consent",
         "custody handoff", record="journey"),
    _act("she does not arrive", ask.of_handoff("report-failed-arrival", "journey"), "",
         "handoff", record="journey"),
    _act("assign a case", ask.assign, "file custody home", "handoff"),
    _act("force an assignment", ask.of_handoff("force", "assigned"), "file home",
         "custody handoff", record="assigned"),
    *(
        _act(f"{way} the {role}", ask.leave(role, reason), "", role, leaves=role)
        for role in ("custodian", "shelter", "home")
        for way, reason in (("deactivate", None), ("take over from", "safety"))
    ),
    _act("write a draft", ask.write, "file custody", ""),
    _act("send a referral", ask.of_sender("send", "draft"), "consent file custody shelter",
         "", record="draft"),
    _act("cancel a referral", ask.of_sender("cancel", "sent"), "custody", "", record="sent"),
    _act("stop a referral", ask.of_sender("stop", "sent"), "custody", "", record="sent"),
    _act("mark a referral as error", ask.of_sender("mark-error", "sent"), "custody", "",
         record="sent"),
    _act("accept a referral", ask.of_receiver("accept", "sent"), "consent file shelter sheet",
         "place person", record="sent"),
    _act("reject a referral", ask.of_receiver("reject", "sent"), "", "", record="sent"),
    _act("a referral expires", ask.timer, "", "", record="sent", by_time=True,
         prepare=ask.soon("referral", "sent", "decide_by")),
    _act("start", ask.of_receiver("start", "accepted"), "shelter", "place", record="accepted"),
    _act("hold", ask.of_receiver("hold", "accepted"), "", "", record="accepted"),
    _act("complete", ask.of_receiver("complete", "accepted"), "", "place person",
         record="accepted"),
    _act("ask to cancel", ask.of_sender("request-cancellation", "accepted"), "custody", "",
         record="accepted"),
    _act("a promise lapses", ask.timer, "", "place person", record="accepted", by_time=True,
         prepare=ask.soon("referral", "accepted", "start_by")),
    _act("accept a second place", ask.of_receiver("accept", "second"), "consent file", "person",
         record="second"),
    _act("accept a transfer", ask.of_receiver("accept", "transfer"), "consent file", "person",
         record="transfer"),
    _act("state fewer places", ask.fewer_places, "", "place"),
    *(
        _act(f"{event} a pending change", ask.of_pending(event), "", "", record="pending")
        for event in ("confirm", "refuse", "withdraw")
    ),
)  # fmt: skip


def meet(one: RacingAct, other: RacingAct) -> bool:
    """Say whether two acts can contradict: they touch the same, and at least one changes it."""
    return bool(
        (one.record and one.record == other.record)
        or one.changes & (other.rests | other.changes)
        or other.changes & one.rests
    )


PAIRS = [
    (one, other)
    for one, other in combinations_with_replacement(ACTS, 2)
    if meet(one, other) and possible(one.needs | other.needs)
    # The timer does not run twice in one place, and a clock does not meet itself.
    if not (one.by_time and other.by_time)
]
