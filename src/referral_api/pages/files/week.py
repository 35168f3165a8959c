"""This week: what is due to us, what we are asked and have asked, and our open files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Response

from referral_api.domain.codelists.follow_ups import FollowUpStatus
from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.codelists.status import CaseState
from referral_api.pages.acts.due import due_on, end_of
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.map import record_of
from referral_api.pages.acts.running import check_ids, check_query, filters_of, run
from referral_api.pages.addresses import PREFIX, address_of
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.requests.inbox import INBOX, tell
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.catalogues import say, say_many
from referral_api.pages.words.formats import write_rest
from referral_api.pages.words.persons import person_words

WEEK = f"{PREFIX}/mes-dossiers"
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line of the week: what it is, where it leads, and when it is due."""

    text: str
    address: str | None
    at: datetime | None = None
    rest: str = ""
    is_late: bool = False


async def show_week(visit: Visit, operation: Operation) -> Response:
    """Show what is due within seven days, late first, and the open files."""
    own = str(visit.session.actor.organisation_id)
    until = visit.now + _WEEK
    query = {"state": CaseState.OPEN, "custodian": own, "limit": "25"}
    values = check_query(operation, query)
    async with visit.open(operation, filters=filters_of(operation, values)) as call:
        page, more = await run(call, operation, values)
        names = await visit.names(call)
        notices = await _rows(visit, call, "list_notices", {"limit": "100"})
        requests = await _rows(visit, call, "list_referrals", {
            **INBOX.query, "due_before": until.isoformat(), "limit": "100",
        })  # fmt: skip
        follow_ups = [
            line for item in page.items
            for line in await _of_follow_ups(visit, call, members_of(item), until)
        ]  # fmt: skip
    lines = [
        *_of_notices(visit, notices, until), *_of_requests(visit, requests, names), *follow_ups,
    ]  # fmt: skip
    lines.sort(key=lambda line: line.at or until)
    return visit.show(
        "files/week.html", lines=lines, is_more=more is not None,
        cases=[_of_case(visit, members_of(item)) for item in page.items],
    )  # fmt: skip


async def _rows(
    visit: Visit, call: PageContext, name: str, given: Mapping[str, str], **ids: str
) -> list[Mapping[str, Any]]:
    listing = OPERATIONS[name]
    if not visit.may(listing.permission):
        return []
    values = check_ids(listing, ids) | check_query(listing, given)
    page, _ = await run(call.beside(listing, filters_of(listing, values)), listing, values)
    return [members_of(item) for item in page.items]


def _of_notices(visit: Visit, rows: list[Mapping[str, Any]], until: datetime) -> Iterator[WeekLine]:
    """Tell what waits by the notices of it; requests tell their own limits."""
    for row in rows:
        at = end_of(row["due_at"])
        if row["read_at"] is None and at <= until and row["subject"] != "referral":
            yield WeekLine(
                code_label(NoticeKind(row["kind"]), visit.language), _place(row), at,
                write_rest(at, visit.now, visit.language), at < visit.now,
            )  # fmt: skip


def _place(row: Mapping[str, Any]) -> str | None:
    record = record_of(f"{row['subject']}_id")
    return address_of(record, {record.parameters[0]: row["subject_id"]}) if record else None


def _of_requests(
    visit: Visit, rows: list[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[WeekLine]:
    for row in rows:
        due = due_on("read_referral", row, names, visit.now, visit.language)
        if due:
            heading, _ = tell(visit, row, names)
            place = address_of(OPERATIONS["read_referral"], {"referral_id": row["id"]})
            first = due[0]
            yield WeekLine(f"{first.what} · {heading}", place, first.at, first.rest, first.is_late)


async def _of_follow_ups(
    visit: Visit, call: PageContext, case: Mapping[str, Any], until: datetime
) -> list[WeekLine]:
    """Tell the follow-ups of a file that are due: the API lists them file by file."""
    rows = await _rows(
        visit, call, "list_follow_ups", {"status": FollowUpStatus.DUE}, case_id=str(case["id"])
    )
    reading, found = OPERATIONS["read_follow_up"], []
    for row in rows:
        for due in due_on("read_follow_up", row, {}, visit.now, visit.language):
            if due.at <= until:
                place = address_of(reading, {"case_id": case["id"], "follow_up_id": row["id"]})
                text = f"{due.what} · {case['code']}"
                found.append(WeekLine(text, place, due.at, due.rest, due.is_late))
    return found


def _of_case(visit: Visit, row: Mapping[str, Any]) -> WeekLine:
    person = person_words(row["sex"], row["age_band"], visit.language)
    days = (visit.now - end_of(row["registered_at"])).days
    since = say_many("for %(n)d day", "for %(n)d days", days, visit.language)
    if days < 1:
        since = say("since today", visit.language)
    place = address_of(OPERATIONS["read_case"], {"case_id": row["id"]})
    return WeekLine(f"{row['code']} · {person}", place, rest=since)
