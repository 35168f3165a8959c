"""The source of a tip: kept sealed, opened by the assignee alone, and erased after the end."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Interval, bindparam, delete, func, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.tips.records import TIP_RECORDS
from referral_api.domain.identification.tips.schemas import TipSourceContact, TipSourceRead
from referral_api.domain.identification.tips.tables import Tip, TipSource
from referral_api.domain.records.due_batches import DueBatches
from referral_api.domain.records.one_by_one import Due, write_each
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import TipPermission
from referral_api.security.vault import Vault, WrappedKey

_PURPOSE = "tip_source.sealed"
_ITS = col(TipSource.tip_id) == bindparam("tip_id")
_ADD = Statement(insert_into(TipSource, "tip_id", "wrapping_key_id", "wrapped_key", "sealed"))
_READ = Statement(select(TipSource).where(_ITS).add_cte(event_insert().cte("event")))
_ERASE = Statement(delete(TipSource).where(_ITS).returning(col(TipSource.tip_id)))
_RETENTION = bindparam("retention", type_=Interval)
_PAST_ITS_TIME = DueBatches(
    select(col(Tip.id), col(Tip.recorded_by_organisation_id).label("organisation_id"))
    .join(TipSource, col(TipSource.tip_id) == col(Tip.id))
    .where(col(Tip.closed_at) < func.now() - _RETENTION),
    col(Tip.closed_at), col(Tip.id),
)  # fmt: skip


async def keep_source(
    transaction: Transaction, vault: Vault, tip_id: UUID, contact: TipSourceContact
) -> None:
    """Keep who reported, sealed with a key that nothing else is sealed with."""
    key = vault.make_key(tip_id)
    await transaction.run(
        _ADD, tip_id=tip_id, wrapping_key_id=key.wrapping_key_id, wrapped_key=key.wrapped_key,
        sealed=vault.seal(key, tip_id, _PURPOSE, contact.model_dump_json().encode()),
    )  # fmt: skip


async def open_source(transaction: Transaction, vault: Vault, tip_id: UUID) -> TipSourceRead:
    """Open who reported, as the assignee; Forbidden to everybody else who sees the tip.

    NotFound where nothing is kept: it was never told, or has been erased.
    """
    tip = await TIP_RECORDS.find(transaction, tip_id)
    if tip["assigned_organisation_id"] != transaction.actor.organisation_id:
        raise Forbidden
    event = event_values(transaction.actor, TipPermission.OPEN_SOURCE, "tip", tip_id)
    row = await transaction.one(_READ, tip_id=tip_id, **event)
    if row is None:
        raise NotFound
    key = WrappedKey(row["wrapping_key_id"], row["wrapped_key"])
    return TipSourceRead.model_validate_json(vault.open(key, tip_id, _PURPOSE, row["sealed"]))


async def erase_sources(database: Database, retention: timedelta) -> int:
    """Erase each source, with its key, of the tips that ended so long ago; return their number."""
    return await write_each(_find_due(database, retention))


async def _find_due(database: Database, retention: timedelta) -> AsyncIterator[Due]:
    async for row in _PAST_ITS_TIME.read(database, system_actor(), "system", retention=retention):
        yield Due("tip source", row["id"], partial(_erase, database, row))


async def _erase(database: Database, row: Row) -> bool:
    actor = system_actor(row["organisation_id"])
    async with database.transaction(actor, "system") as transaction:
        if await transaction.one(_ERASE, tip_id=row["id"]) is None:
            return False
        await record(transaction, TipPermission.ERASE_SOURCE, "tip", row["id"])
    return True
