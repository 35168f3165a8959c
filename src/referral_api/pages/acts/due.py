"""What is due on a record: what, by whom, until when. It stands first on every page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from referral_api.pages.words.catalogues import say
from referral_api.pages.words.formats import write_day, write_instant, write_rest


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that may be due: the member that says until when, and the states in which it is.

    It is no longer due once the member ``until_set`` says when it was done, and only due while
    the member ``while_true`` is true.
    """

    member: str
    states: tuple[str, ...]
    words: str
    by: str
    until_set: str = ""
    while_true: str = ""


@dataclass(frozen=True, slots=True)
class DueShown:
    """One thing that is due, in words."""

    what: str
    by: str
    until: str
    rest: str
    is_late: bool
    at: datetime


_TAKEN = ("accepted", "in_progress", "on_hold")
# The records whose members say that something is due.
DUE: dict[str, tuple[Due, ...]] = {
    "read_referral": (
        Due("decide_by", ("requested", "received"), "Reply", "receiver_id"),
        Due("acknowledge_by", ("requested",), "Confirm receipt", "receiver_id"),
        Due(
            "answer_cancellation_by", _TAKEN, "Reply to the request to cancel", "receiver_id",
            while_true="cancellation_requested",
        ),
        Due("expected_arrival", ("accepted", "on_hold"), "Arrival", "receiver_id", "started_at"),
        Due("start_by", ("accepted", "on_hold"), "Begin", "receiver_id", "started_at"),
        Due("review_on", ("on_hold",), "Look at the pause again", "receiver_id"),
        Due("feedback_by", ("in_progress", "on_hold"), "Say what was done", "receiver_id"),
    ),
    "read_handoff": (
        Due("decide_by", ("offered",), "Reply", "to_id"),
        Due("expected_arrival", ("accepted",), "Arrival", "to_id", "arrived_at"),
    ),
    "read_handoff_request": (Due("decide_by", ("requested", "open"), "Reply", "to_id"),),
    "read_consent": (
        Due("confirm_by", ("proposed", "provisional"), "Confirm by a second person", ""),
        Due("valid_until", ("active",), "Ask for the consent again", "organisation_id"),
    ),
    "read_stay": (
        Due("expected_at", ("expected",), "Arrival", "host_organisation_id"),
        Due("return_by", ("absent",), "Return", "host_organisation_id"),
    ),
    "read_follow_up": (Due("due_on", ("due",), "Ask how the person is", ""),),
    "read_call": (Due("confirm_by", ("recorded", "open", "to_confirm"), "Confirm", ""),),
}  # fmt: skip


def due_on(
    record: str, members: Mapping[str, Any], names: Mapping[str, str], now: datetime, language: str
) -> list[DueShown]:
    """Return what is due, what is late or soon first."""
    return sorted(_due(record, members, names, now, language), key=lambda each: each.at)


def members_told(record: str, members: Mapping[str, Any]) -> set[str]:
    """Return the members that need not be told again among the facts."""
    return {due.member for due in DUE.get(record, ()) if _is_due(due, members)}


def _due(
    record: str, members: Mapping[str, Any], names: Mapping[str, str], now: datetime, language: str
) -> Iterator[DueShown]:
    for due in DUE.get(record, ()):
        if _is_due(due, members):
            value = members[due.member]
            at = end_of(value)
            is_instant = _is_instant(value)
            yield DueShown(
                say(due.words, language), names.get(str(members.get(due.by)), ""),
                write_instant(at, language) if is_instant else write_day(at.date(), language),
                write_rest(at, now, language), at < now, at,
            )  # fmt: skip


def _is_due(due: Due, members: Mapping[str, Any]) -> bool:
    return (
        members.get(due.member) is not None
        and str(members.get("status")) in due.states
        and not (due.until_set and members.get(due.until_set))
        and (not due.while_true or bool(members.get(due.while_true)))
    )


def _is_instant(value: Any) -> bool:
    return isinstance(value, datetime) or (isinstance(value, str) and "T" in value)


def end_of(value: Any) -> datetime:
    """Return an instant, or the end of a day."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if _is_instant(value) else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time(), UTC) + timedelta(days=1, minutes=-1)
