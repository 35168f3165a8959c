"""Writing notices: each stage of a limit once, each notice with its event, whoever comes first.

The timer tells what is due. An expiry tells, in its own transaction, what nobody has told before.
"""

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    LargeBinary,
    Text,
    Uuid,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
)
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_parameters, event_values
from referral_api.audit.tables import AuditEvent
from referral_api.database.database import system_actor
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.events.notices.tables import Notice
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.network.organisations.coordinations import (
    Coordination,
    find_coordination,
)
from referral_api.permissions import NoticePermission, Role


@dataclass(frozen=True, slots=True)
class Awaited:
    """What waits: until when, for which organisation, and which organisation asked for it."""

    kind: NoticeKind
    subject: str
    subject_id: UUID
    due_at: datetime
    concerned_id: UUID
    asked_by_id: UUID | None = None
    region: str | None = None
    candidates: Sequence[UUID] = field(default_factory=list)


class _Told(NamedTuple):
    stage: NoticeStage
    organisation_id: UUID
    role: Role | None


# The notices, each with the ids of its row and its event and the salt of the event.
_EACH: dict[str, Any] = {
    "id": Uuid, "event_id": Uuid, "salt": LargeBinary, "stage": Text, "told_id": Uuid,
    "role": Text,
}  # fmt: skip
_GIVEN = (
    func.unnest(*(bindparam(f"{name}s", type_=ARRAY(kind)) for name, kind in _EACH.items()))
    .table_valued(*(column(name, kind) for name, kind in _EACH.items()))
    .render_derived(name="given")
)
_LIMIT = ("kind", "subject", "subject_id", "concerned_id", "candidates", "due_at")


def _insert() -> Statement:
    given, event = _GIVEN.c, event_parameters()
    limit = [bindparam(name, type_=Notice.__table__.c[name].type) for name in _LIMIT]  # type: ignore[attr-defined]
    rows = select(given.id, given.told_id, given.role, given.stage, *limit, literal_column("1"))
    of_each = event | {"id": given.event_id, "subject_id": given.id, "salt": given.salt}
    told = {
        "organisation_id": given.told_id, "event_id": given.event_id, "subject_id": given.id,
        "action": event["action"], "subject": event["subject"], "case_id": event["case_id"],
        "by_organisation_id": event["organisation_id"],
    }  # fmt: skip
    events = insert(AuditEvent).from_select(list(of_each), select(*of_each.values()))
    outgoing = insert(OutgoingEvent).from_select(list(told), select(*told.values()))
    columns = ["id", "organisation_id", "role", "stage", *_LIMIT, "version"]
    return Statement(
        insert(Notice)
        .from_select(columns, rows)
        .returning(col(Notice.id))
        .add_cte(events.cte("event"), outgoing.cte("outgoing"))
    )


_INSERT = _insert()
# One at a time tells of a record. Others wait, and then find it told.
_ALONE = Statement(
    select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("about"), 49)))
)
_STAGES = Statement(
    select(col(Notice.stage))
    .distinct()
    .where(
        col(Notice.subject_id) == bindparam("subject_id"),
        col(Notice.kind) == bindparam("kind"),
        col(Notice.due_at) == bindparam("due_at"),
        col(Notice.concerned_id) == bindparam("concerned_id"),
    )
)


async def take_turn(transaction: Transaction, kind: NoticeKind, subject_id: UUID) -> None:
    """Wait until nobody else tells of this record; until the end of the transaction nobody does."""
    await transaction.row(_ALONE, about=f"{kind}:{subject_id}")


async def tell(transaction: Transaction, waiting: Awaited, due: Collection[NoticeStage]) -> int:
    """Tell the stages that are due and not told yet; return the number of notices."""
    await take_turn(transaction, waiting.kind, waiting.subject_id)
    async with transaction.elevated():
        about = {
            "subject_id": waiting.subject_id, "kind": waiting.kind, "due_at": waiting.due_at,
            "concerned_id": waiting.concerned_id,
        }  # fmt: skip
        told = {row["stage"] for row in await transaction.all(_STAGES, **about)}
        stages = [stage for stage in NoticeStage if stage in due and stage not in told]
        if not stages:
            return 0
        coordination = await find_coordination(transaction, waiting.region, waiting.concerned_id)
        return await _write(transaction, waiting, stages, coordination)


async def tell_of_new(
    transaction: Transaction, waiting: Awaited, stages: Iterable[NoticeStage],
    coordination: Coordination,
) -> int:  # fmt: skip
    """Tell of a record that this transaction has made: nobody else can have told of it."""
    async with transaction.elevated():
        return await _write(transaction, waiting, stages, coordination)


async def _write(
    transaction: Transaction, waiting: Awaited, stages: Iterable[NoticeStage],
    coordination: Coordination,
) -> int:  # fmt: skip
    each = list(_address(waiting, stages, coordination))
    if each:
        limit = {name: getattr(waiting, name) for name in _LIMIT}
        limit["candidates"] = list(waiting.candidates)
        await transaction.all(_INSERT, **limit, **_values(transaction, each))
    return len(each)


def _address(
    waiting: Awaited, stages: Iterable[NoticeStage], coordination: Coordination
) -> Iterable[_Told]:
    """Find out who is told: one line for each stage is the rule."""
    concerned = [waiting.concerned_id]
    both = dict.fromkeys([waiting.concerned_id, waiting.asked_by_id or waiting.concerned_id])
    rule: dict[NoticeStage, tuple[Iterable[UUID], Role | None]] = {
        NoticeStage.REMINDER: (concerned, None),
        NoticeStage.SUPERVISOR: (concerned, Role.SUPERVISOR),
        NoticeStage.REGION: (coordination.region, Role.COORDINATOR),
        NoticeStage.COUNTRY: (coordination.country, Role.COORDINATOR),
        NoticeStage.PASSED: (both, None),
        NoticeStage.PROPOSAL: (concerned, None),
    }
    for stage in stages:
        organisations, role = rule[stage]
        yield from (_Told(stage, organisation, role) for organisation in organisations)


def _values(transaction: Transaction, each: Sequence[_Told]) -> dict[str, Any]:
    actor = system_actor(transaction.actor.organisation_id)
    event = event_values(actor, NoticePermission.WRITE, "notice")
    own = {"event_id", "event_subject_id", "event_salt"}
    return {name: value for name, value in event.items() if name not in own} | {
        "ids": [uuid7() for _ in each],
        "event_ids": [uuid7() for _ in each],
        "salts": [secrets.token_bytes(16) for _ in each],
        "stages": [told.stage for told in each],
        "told_ids": [told.organisation_id for told in each],
        "roles": [told.role for told in each],
    }
