"""The events of the log in words: when, who, what, and how it ended."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from referral_api.domain.codelists.access import Section
from referral_api.errors import ServiceError
from referral_api.http.i18n import translate
from referral_api.pages.rendering import code_label
from referral_api.pages.words.catalogues import label_of
from referral_api.pages.words.formats import write_instant
from referral_api.permissions import Role


@dataclass(frozen=True, slots=True)
class EventShown:
    """One event, as a row shows it."""

    when: str
    act: str
    who: str
    organisation: str
    roles: str
    outcome: str
    why: str
    section: str
    person: str | None  # the address of all that this person did
    files: tuple[tuple[str, str], ...]  # the code of each file, with the address of its events
    files_left: int
    is_refused: bool


_MOST_FILES = 3
Link = Callable[[Mapping[str, str]], str]


def cases_of(events: Sequence[Mapping[str, Any]]) -> list[UUID]:
    """Return the files that the rows of these events name."""
    found = {str(case) for event in events for case in _files(event)[:_MOST_FILES]}
    return [UUID(case) for case in sorted(found)]


def _files(event: Mapping[str, Any]) -> list[Any]:
    return [event["case_id"]] if event["case_id"] else list(event["case_ids"] or ())


def event_of(
    event: Mapping[str, Any], codes: Mapping[str, str], language: str, link: Link
) -> EventShown:
    """Show one event; ``link`` gives the address of a search."""
    when = event["recorded_at"]
    instant = when if isinstance(when, datetime) else datetime.fromisoformat(when)
    agent, outcome = event["agent_id"], str(event["outcome"])
    files = _files(event)
    return EventShown(
        write_instant(instant, language), label_of(str(event["action"]), language, "Permission"),
        event["agent_name"] or "", event["organisation_name"] or "",
        ", ".join(_roles(event["roles"], language)), label_of(outcome, language, "Outcome"),
        _why(event["code"], language), _section(event["section"], language),
        link({"agent_id": str(agent)}) if agent else None,
        tuple(
            (codes.get(str(case), ""), link({"case_id": str(case)})) for case in files[:_MOST_FILES]
        ),
        max(len(files) - _MOST_FILES, 0), outcome != "allowed",
    )  # fmt: skip


def _roles(roles: Any, language: str) -> Iterator[str]:
    for role in roles or ():
        yield code_label(Role(role), language)


def _section(section: str | None, language: str) -> str:
    try:
        return code_label(Section(section), language) if section else ""
    except ValueError:
        return ""


def _why(code: str | None, language: str) -> str:
    """Say why it was refused, in the words of the refusal."""
    title = _titles().get(code or "")
    return translate(title, language) if title else ""


@cache
def _titles() -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = [ServiceError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if isinstance(code := getattr(kind, "code", None), str):
            found.setdefault(code, kind.title)
    return found
