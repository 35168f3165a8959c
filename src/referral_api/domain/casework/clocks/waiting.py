"""What waits, in SQL: one SELECT for each kind and each state in which it waits.

Each begins with the limits that come within the whole time, by a partial index
(``tests/database/test_plans.py``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Interval,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    not_,
    null,
    select,
)
from sqlmodel import col

from referral_api.database.statements import literal_code, one_of
from referral_api.domain.casework.alerts.lasting import CAUSES
from referral_api.domain.casework.clocks.children import unprotected_children
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.handoffs import HandoffStatus
from referral_api.domain.codelists.notices import NoticeKind as Kind
from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.codelists.referrals import ReferralStatus
from referral_api.domain.codelists.stays import StayStatus
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.events.clocks.table import CLOCKS, Clock
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.programme.agreements.tables import PartnerAgreement
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.protection.stays.tables import Stay
from referral_api.domain.records.records import Records

# The longest whole time of a kind, and that of each priority.
LONGEST = bindparam("longest", type_=Interval())
_DAY: ColumnElement[Any] = literal_column("interval '1 day'")
_NOW = func.now()
Waiting = tuple[tuple[Kind, Select[Any]], ...]
_RECORDS: tuple[Records[Any], ...] = (REFERRAL_RECORDS, HANDOFF_RECORDS)
TODAY = cast(func.timezone(literal_column("'UTC'"), _NOW), Date)
_NOTHING = cast(null(), Text)


def time_parameter(priority: str) -> str:
    """Name the parameter of a priority's whole time."""
    return f"time_{priority}"


def waits(
    subject_id: Any, due_at: Any, concerned: Any, asked_by: Any, region: Any, whole: Any,
    *where: ColumnElement[bool], row_id: Any = None,
) -> Select[Any]:  # fmt: skip
    key = subject_id if row_id is None else row_id
    return select(
        subject_id.label("subject_id"), due_at.label("due_at"), concerned.label("concerned_id"),
        asked_by.label("asked_by_id"), region.label("region"), whole.label("whole"),
        key.label("row_id"),
    ).where(*where)  # fmt: skip


def _first(fields: Any, columns: Sequence[str]) -> Any:
    found = [fields[name] for name in columns]
    return func.coalesce(*found) if len(found) > 1 else found[0]


def whole_time(priority_of: Any, clock: Clock) -> Any:
    """Return the whole time of the priority that a row has."""
    times = [
        (priority_of == literal_code(priority),
         bindparam(time_parameter(priority), type_=Interval()))
        for priority in clock.times
    ]  # fmt: skip
    return case(*times)


def _of(table: Any, kind: Kind, due_at: Any, *where: ColumnElement[bool]) -> Select[Any]:
    fields, clock = table.__table__.c, CLOCKS[kind]
    return waits(
        fields.id, due_at, _first(fields, clock.waits_for), _first(fields, clock.asked_by),
        fields.region, whole_time(fields.priority, clock), *where,
    )  # fmt: skip


def _of_lifecycles() -> Iterator[tuple[Kind, Select[Any]]]:
    """Select what waits for a limit of a lifecycle, in each of its states."""
    for records in _RECORDS:
        fields = records.table.__table__.c
        by_limit = {
            clock.limit: kind for kind, clock in CLOCKS.items()
            if clock.subject == records.subject and kind != Kind.REFERRAL_ARRIVAL
        }  # fmt: skip
        for row in (*records.lifecycle.deadlines, *records.lifecycle.delays):
            kind = by_limit.get(row.deadline or "")
            if kind is not None:
                limit = fields[row.deadline]
                yield kind, _of(
                    records.table, kind, limit, limit <= _NOW + LONGEST,
                    one_of(fields.status, sorted(row.sources)),
                    *(fields[name].is_(None) for name in row.unless),
                )  # fmt: skip


def midnight(day: Any) -> Any:
    return func.timezone(literal_column("'UTC'"), cast(day, DateTime()))


# Of these the journey says when the person is expected.
_REFERRED = and_(
    one_of(col(Referral.status), sorted([ReferralStatus.ACCEPTED, ReferralStatus.ON_HOLD])),
    col(Referral.started_at).is_(None),
)
_HANDED_OVER = and_(
    col(Handoff.status) == literal_code(HandoffStatus.ACCEPTED),
    col(Handoff.departed_at).is_not(None),
)


def _arrivals() -> Iterator[tuple[Kind, Select[Any]]]:
    for kind, table, awaited in (
        (Kind.REFERRAL_ARRIVAL, Referral, _REFERRED),
        (Kind.HANDOFF_ARRIVAL, Handoff, _HANDED_OVER),
    ):
        at = col(table.expected_arrival)
        yield kind, _of(table, kind, at, at <= _NOW, awaited)
    yield Kind.REFERRAL_REVIEW, _of(
        Referral, Kind.REFERRAL_REVIEW, midnight(col(Referral.review_on)),
        col(Referral.review_on) <= TODAY,
        col(Referral.status) == literal_code(ReferralStatus.ON_HOLD),
    )  # fmt: skip


def _stays() -> Select[Any]:
    """Select who is expected at a host, unless the clock of the journey rings for the arrival."""
    stay = Stay.__table__.c  # type: ignore[attr-defined]
    whole = bindparam(time_parameter("routine"), type_=Interval())
    on_the_way = (
        exists().where(
            col(table.id) == led_here, awaited, col(table.expected_arrival).is_not(None)
        )
        for table, led_here, awaited in (
            (Referral, stay.referral_id, _REFERRED), (Handoff, stay.handoff_id, _HANDED_OVER),
        )
    )  # fmt: skip
    return waits(
        stay.id, stay.expected_at, stay.host_organisation_id, stay.custodian_id, stay.region, whole,
        stay.status == literal_code(StayStatus.EXPECTED), stay.expected_at <= _NOW,
        *map(not_, on_the_way),
    )  # fmt: skip


def _police() -> Select[Any]:
    cause = CAUSES[AlertKind.POLICE_STILL_ANSWERS].subquery("cause")
    region = select(col(Case.region)).where(col(Case.id) == cause.c.case_id).scalar_subquery()
    whole = bindparam(time_parameter("routine"), type_=Interval())
    return waits(
        cause.c.about_id, cause.c.since + whole, cause.c.organisation_id, cause.c.organisation_id,
        region, whole,
    )  # fmt: skip


def _agreements() -> Select[Any]:
    ends, entry = col(PartnerAgreement.ends_on), PartnerAgreement.__table__.c  # type: ignore[attr-defined]
    whole = bindparam(time_parameter("routine"), type_=Interval())
    # What ended long before anybody was told of ends is no news.
    near = ends.between(cast(TODAY - LONGEST, Date), cast(TODAY + LONGEST, Date))
    return waits(
        entry.id, midnight(ends), entry.organisation_id, entry.organisation_id, _NOTHING, whole,
        entry.status == literal_code(EntryStatus.REGISTERED), near,
    )  # fmt: skip


def _calls() -> Select[Any]:
    call, request = ContributionCall, ContributionRequest
    days = col(request.due_on).op("-", return_type=Integer())(col(request.received_on))
    return waits(
        col(request.id), midnight(col(request.due_on)), col(call.organisation_id),
        col(request.organisation_id), _NOTHING, days.op("*", return_type=Interval())(_DAY),
        and_(col(call.contribution_request_id) == col(request.id), col(call.answered_at).is_(None)),
        col(request.status) == literal_code(ContributionRequestStatus.OPEN),
        row_id=col(call.organisation_id),
    )  # fmt: skip


WAITING: Waiting = (
    *_of_lifecycles(), *_arrivals(), (Kind.STAY_ARRIVAL, _stays()),
    (Kind.POLICE_PROTECTION, _police()),
    (Kind.CHILD_PROTECTION_MISSING, unprotected_children(time_parameter("routine"))),
    (Kind.AGREEMENT_END, _agreements()), (Kind.CONTRIBUTION_CALL, _calls()),
)  # fmt: skip
