"""Cuts (arrêtés des données): the moment as of which a figure counts."""

from typing import Any
from uuid import UUID

from sqlalchemy import Text, bindparam, cast, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.generation import Generation
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.figures.answers.schemas import CutRead
from referral_api.domain.figures.answers.tables import Cut
from referral_api.domain.programme.contribution_requests.tables import ContributionRequest
from referral_api.errors import NotFound
from referral_api.permissions import CutPermission

_FIELDS: Any = Cut.__table__.c  # type: ignore[attr-defined]
# On the primary only: a standby does not know the transactions that are under way.
_TAKE = (
    Cut.__table__.insert()  # type: ignore[attr-defined]
    .from_select(
        [
            "id", "snapshot", "wal", "generation", "generation_since", "label", "agent_id",
            "organisation_id",
        ],
        select(
            bindparam("id", type_=_FIELDS.id.type),
            cast(func.pg_current_snapshot(), Text),
            # What the snapshot sees was flushed before it could be seen.
            cast(func.pg_current_wal_flush_lsn(), Text),
            col(Generation.number), col(Generation.since),
            bindparam("label", type_=Text()),
            bindparam("agent_id", type_=_FIELDS.agent_id.type),
            bindparam("organisation_id", type_=_FIELDS.organisation_id.type),
        ),
    )
    .returning(*_FIELDS)
)  # fmt: skip
_TAKE_ALONE = Statement(_TAKE)
_TAKE_RECORDED = Statement(_TAKE.add_cte(event_insert().cte("event")))
_GET = Statement(select(*_FIELDS).where(_FIELDS.id == bindparam("cut_id", type_=_FIELDS.id.type)))
_LIST = Statement(page_of(select(*_FIELDS).where(_FIELDS.label.is_not(None)), _FIELDS.id))


async def cut_for_answer(transaction: Transaction) -> Row:
    """Take a cut for one answer, without an event of its own."""
    return await transaction.row(_TAKE_ALONE, **_values(transaction, None))


async def take_cut(transaction: Transaction, label: str) -> CutRead:
    """Take a cut with a name, which later figures are counted at."""
    values = _values(transaction, label)
    event = event_values(transaction.actor, CutPermission.TAKE, "cut", values["id"])
    return to_response(await transaction.row(_TAKE_RECORDED, **values, **event))


async def take_cut_of_request(transaction: Transaction, request: ContributionRequest) -> UUID:
    """Take the cut that a request for contributions is answered by, under its reference."""
    return (await take_cut(transaction, request.reference)).id


async def find_cut(transaction: Transaction, cut_id: UUID) -> Row:
    """Find a cut within sight; NotFound otherwise."""
    row = await transaction.one(_GET, cut_id=cut_id)
    if row is None:
        raise NotFound
    return row


async def read_cut(transaction: Transaction, cut_id: UUID) -> CutRead:
    """Read a cut; NotFound out of sight."""
    row = await find_cut(transaction, cut_id)
    await record(transaction, CutPermission.READ, "cut", cut_id)
    return to_response(row)


async def show_cut(transaction: Transaction, cut_id: UUID) -> CutRead:
    """Read a cut, for an act that is recorded by itself."""
    return to_response(await find_cut(transaction, cut_id))


async def list_cuts(transaction: Transaction, window: Window) -> Slice[CutRead]:
    """List the cuts that have a name, newest first."""
    rows = await transaction.all(_LIST, **window.parameters)
    await record(transaction, CutPermission.LIST, "cut")
    return window.slice(list(map(to_response, rows)), rows)


def to_response(row: Row) -> CutRead:
    """Turn a row into a response: the snapshot stays inside."""
    return CutRead(id=row["id"], label=row["label"], taken_at=row["taken_at"])


def _values(transaction: Transaction, label: str | None) -> dict[str, Any]:
    actor = transaction.actor
    return {
        "id": uuid7(), "label": label, "agent_id": actor.agent_id,
        "organisation_id": actor.organisation_id,
    }  # fmt: skip
