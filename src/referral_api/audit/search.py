"""Searches of the audit log by auditors."""

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import Field
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Select,
    TableClause,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import array

from referral_api.audit.log import event_insert, event_values
from referral_api.audit.tables import AuditEvent, Outcome
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Statement
from referral_api.database.stretches import find_last, last_of_stretch, stretch_of
from referral_api.database.transaction import Transaction
from referral_api.permissions import AuditPermission, PermissionCode, Role, SubjectCode
from referral_api.schemas import Resource, ResponseData


class AuditEventRead(Resource):
    """One event. Identifiers and vocabulary only: auditors never see the content of a case."""

    id: UUID
    recorded_at: datetime
    action: str = Field(description="`<resource>:<verb>`.")
    outcome: Outcome
    code: str | None = Field(description="Why it was refused, or a detail of what was done.")
    agent_id: UUID | None
    client_id: UUID | None
    organisation_id: UUID | None
    roles: list[Role]
    token_id: str | None
    request_id: str | None
    subject: str | None
    subject_id: UUID | None
    case_id: UUID | None
    case_ids: list[UUID] | None = Field(description="The cases of a list that was read.")
    section: str | None
    agent_name: str | None = Field(description="The agent's present name.")
    organisation_name: str | None = Field(description="The organisation's present name.")


class Filters(Resource):
    """The filters of a search; an omitted filter does not restrict it."""

    agent_id: UUID | None = None
    organisation_id: UUID | None = None
    case_id: UUID | None = None
    action: list[PermissionCode] | None = None
    subject: SubjectCode | None = None
    section: str | None = None
    request_id: str | None = None
    outcome: Outcome | None = None
    since: datetime | None = None
    until: datetime | None = None


# What an auditor may see of agents and organisations, whose areas lie above this one.
_AGENT, _ORGANISATION = (
    table(name, column("id", Uuid), column("name", Text)) for name in ("agent", "organisation")
)
_NAMES = ("agent_name", "organisation_name")
_EVENTS = AuditEvent.__table__  # type: ignore[attr-defined]
# The filters that leave few events, and those that no index answers.
_OF_FEW, _WITHOUT_INDEX = {"case_id", "request_id"}, {"action", "subject", "outcome"}


def _conditions(events: FromClause, asked: frozenset[str]) -> list[ColumnElement[bool]]:
    """Return the conditions of a search on the audit log, or on a part of it."""
    fields = events.c
    conditions = {
        "agent_id": fields.agent_id == bindparam("agent_id"),
        "organisation_id": fields.organisation_id == bindparam("organisation_id"),
        "action": fields.action == any_(bindparam("action", type_=ARRAY(Text))),
        "subject": fields.subject == bindparam("subject"),
        "section": fields.section == bindparam("section"),
        "request_id": fields.request_id == bindparam("request_id"),
        "outcome": fields.outcome == bindparam("outcome"),
        "since": fields.recorded_at >= bindparam("since"),
        "until": fields.recorded_at < bindparam("until"),
    }
    return [conditions[name] for name in sorted(asked - {"case_id"})]


def _newest(events: FromClause, *conditions: ColumnElement[bool]) -> Select[Any]:
    columns = [events.c[name] for name in AuditEventRead.model_fields if name not in _NAMES]
    return page_of(select(*columns).where(*conditions), events.c.id)


def _names(of: TableClause, ids: ColumnElement[UUID]) -> ColumnElement[Any]:
    """Select the names of all these ids, by id: each is looked up once."""
    wanted = select(ids.label("id")).where(ids.is_not(None)).distinct().subquery()
    # Unlike a join, which would be planned for all events, this is planned for one name.
    name = select(of.c.name).where(of.c.id == wanted.c.id).offset(literal_column("0")).lateral()
    return (
        select(func.jsonb_object_agg(wanted.c.id, name.c.name))
        .select_from(wanted.join(name, true()))
        .scalar_subquery()
    )


def _with_names(page: Select[Any]) -> Statement:
    """Add the names of agents and organisations to a page, and record that it was searched."""
    found = page.cte("page")
    labelled = (
        _names(of, ids).op("->>")(cast(ids, Text)).label(label)
        for of, ids, label in (
            (_AGENT, found.c.agent_id, "agent_name"),
            (_ORGANISATION, found.c.organisation_id, "organisation_name"),
        )
    )
    named = select(*found.c, *labelled).order_by(found.c.id.desc())
    return Statement(named.add_cte(event_insert().cte("event")))


@cache
def _search(asked: frozenset[str]) -> Statement:
    """Return one statement for each set of filters, so that each uses its index."""
    if asked & _OF_FEW:
        return _with_names(_of_few(asked))
    if not _looks_at_a_stretch(asked):
        return _with_names(_newest(_EVENTS, *_conditions(_EVENTS, asked)))
    stretch = stretch_of(_indexed(asked), _EVENTS.c.id)
    return _with_names(_newest(stretch, *_conditions(stretch, asked & _WITHOUT_INDEX)))


def _looks_at_a_stretch(asked: frozenset[str]) -> bool:
    return bool(asked & _WITHOUT_INDEX) and not asked & _OF_FEW


@cache
def _last_of_stretch(asked: frozenset[str]) -> Statement:
    return last_of_stretch(_indexed(asked), _EVENTS.c.id)


def _indexed(asked: frozenset[str]) -> Select[Any]:
    return select(_EVENTS).where(*_conditions(_EVENTS, asked - _WITHOUT_INDEX))


def _of_few(asked: frozenset[str]) -> Select[Any]:
    if "case_id" not in asked:
        return _newest(_EVENTS, *_conditions(_EVENTS, asked))
    # An event names one case, or the cases of a list: each half has an index of its own. The
    # OFFSET makes the second half use its index instead of scanning all events from the newest.
    case_id = bindparam("case_id", type_=Uuid)
    alone = _newest(_EVENTS, _EVENTS.c.case_id == case_id, *_conditions(_EVENTS, asked))
    among = (
        select(_EVENTS)
        .where(_EVENTS.c.case_ids.op("@>")(array([case_id], type_=Uuid)))
        .offset(literal_column("0"))
        .subquery("among")
    )
    both = union_all(
        select(alone.subquery("alone")),
        select(_newest(among, *_conditions(among, asked)).subquery("listed")),
    ).subquery("both")
    return _newest(both)


async def search_events(
    transaction: Transaction, filters: Filters, window: Window
) -> Slice[ResponseData[AuditEventRead]]:
    """Search the audit log, newest first. The search itself is recorded, by the same statement."""
    asked = filters.model_dump(exclude_none=True)
    event = event_values(
        transaction.actor, AuditPermission.SEARCH, "audit", case_id=filters.case_id
    )
    filtered, end = frozenset(asked), None
    rows = await transaction.all(_search(filtered), **asked, **window.parameters, **event)
    if _looks_at_a_stretch(filtered):
        last = _last_of_stretch(filtered)
        end = await find_last(transaction, last, window, len(rows), **asked)
    # The columns of a row are the members of AuditEventRead.
    return window.slice([ResponseData(AuditEventRead, dict(row)) for row in rows], rows, end)
