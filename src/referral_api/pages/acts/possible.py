"""The acts that a visitor may do with a record as it stands, and which of them come next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from referral_api.domain.transitions import Lifecycle, Side
from referral_api.pages.acts.lifecycles import LIFECYCLES
from referral_api.pages.acts.map import acts_on
from referral_api.pages.addresses import address_of
from referral_api.pages.operation import Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import act_words
from referral_api.permissions import Permission

# As many acts as fit on the first screen of a telephone.
MOST_NEXT = 3
# The acts that come next, where the order of the API's routes is not that of the work.
NEXT_ACTS: dict[str, tuple[str, ...]] = {
    "read_referral": (
        "accept_referral", "reject_referral", "acknowledge_referral", "send_referral",
        "start_referral", "resume_referral", "complete_referral", "confirm_cancellation",
        "hold_referral", "depart_referral", "fail_referral", "cancel_referral",
    ),
    "read_stay": (
        "arrive_stay", "report_not_arrived", "note_return", "depart_stay", "note_absence",
    ),
    "read_consent": ("confirm_consent", "withdraw_consent"),
}  # fmt: skip
# Acts that reply to something, and the member that says that it was asked.
_REPLIES = dict.fromkeys(
    ("confirm_cancellation", "refuse_cancellation", "withdraw_cancellation_request"),
    "cancellation_requested",
) | {"refute_death": "death_reported_at"}
# Acts that correct, take back or end: a page offers them, but not first.
_LATER = (
    "mark_", "cancel_", "withdraw_", "stop_", "update_", "correct_", "fail_", "request_", "end_",
    "force_", "close_", "reopen_", "name_shelter", "note_", "hold_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActShown:
    """An act that the visitor may do with the record that stands there."""

    operation: Operation
    address: str
    is_plain: bool  # a button is enough: nothing is asked, nothing must be thought over
    is_next: bool  # it leads on; it does not correct, take back or end
    is_of_side: bool  # it is one of the side on which the visitor stands


def part_by_use(
    acts: Iterable[ActShown], order: tuple[str, ...] | None, most: int
) -> tuple[list[ActShown], list[ActShown]]:
    """Part the few acts that come next from all others."""
    every = list(acts)
    if order:
        known = {act.operation.name: act for act in every if act.is_of_side}
        first = [known[name] for name in order if name in known][:most]
    else:
        first = [act for act in every if act.is_next and act.is_of_side][:most]
    return first, [act for act in every if act not in first]


def possible_acts(
    visit: Visit, operation: Operation, members: Mapping[str, Any]
) -> Iterator[ActShown]:
    """Return the acts that the visitor's roles and the record's state allow."""
    # A file has both: how far the identification is, and whether it is open.
    stands = frozenset(str(members[each]) for each in ("status", "state") if members.get(each))
    for act in _acts_at(operation.name, stands):
        if not visit.may(act.permission) or not _is_asked_for(act, members):
            continue
        is_of_side = _is_of_side(visit, act, members)
        # Who does not receive never replies; what senders do, custodians may do after them.
        if is_of_side or _sides()[act.permission] != {Side.RECEIVER}:
            yield ActShown(
                act, address_of(act, visit.ids), _is_plain(act),
                not act.name.startswith(_LATER), is_of_side,
            )  # fmt: skip


@cache
def _acts_at(record: str, stands: frozenset[str]) -> tuple[Operation, ...]:
    """Return the acts that a record allows at the states in which it stands."""
    return tuple(act for act in acts_on(record) if _is_possible(act.permission, stands))


def _is_plain(act: Operation) -> bool:
    return act.body is None and not act.takes_file and not act_words(act.name, "en", "sure")


def _is_of_side(visit: Visit, act: Operation, members: Mapping[str, Any]) -> bool:
    """Say whether an act is one of the side on which the visitor stands."""
    sides = _sides().get(act.permission)
    own = str(visit.session.actor.organisation_id)
    receiver = members.get("receiver_id") or members.get("to_id")
    if sides is None or receiver is None:
        return True
    return (Side.RECEIVER if str(receiver) == own else Side.SENDER) in sides


@cache
def _sides() -> dict[Permission, frozenset[Side]]:
    """Return the sides that may cause the transitions of each permission."""
    found: dict[Permission, set[Side]] = {}
    for lifecycle in LIFECYCLES:
        for row in _asked(lifecycle):
            if row.permission is not None:
                found.setdefault(row.permission, set()).update(row.sides)
    return {permission: frozenset(sides) for permission, sides in found.items()}


def _is_possible(permission: Permission, stands: frozenset[str]) -> bool:
    sources = _sources().get(permission)
    return sources is None or not stands or bool(sources & stands)


def _is_asked_for(act: Operation, members: Mapping[str, Any]) -> bool:
    """Say whether what an act replies to has been asked at all."""
    return act.name not in _REPLIES or bool(members.get(_REPLIES[act.name]))


@cache
def _sources() -> dict[Permission, frozenset[str]]:
    """Return the states from which each permission's transitions start."""
    found: dict[Permission, set[str]] = {}
    for lifecycle in LIFECYCLES:
        for row in _asked(lifecycle):
            if row.permission is not None:
                found.setdefault(row.permission, set()).update(map(str, row.sources))
    return {permission: frozenset(states) for permission, states in found.items()}


def _asked(lifecycle: Lifecycle) -> Any:
    return lifecycle.rows
