"""Unmet needs: recorded by a search, once within 24 hours; listed to their own and coordination."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.pagination import Slice, Window, newest_first
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.directory import ServiceSetting
from referral_api.domain.directory.placements.needs import PlacementNeed
from referral_api.domain.directory.placements.schemas import UnmetNeedRead
from referral_api.domain.directory.placements.tables import UnmetNeed
from referral_api.permissions import UnmetNeedPermission

_NAMES = (
    "id", "organisation_id", "service_type", "priority", "category", "number", "region", "cercle",
    "fallback", "fingerprint",
)  # fmt: skip
_ADD = Statement(insert_into(UnmetNeed, *_NAMES, prefix="new_").returning(col(UnmetNeed.id)))
_KEY = col(UnmetNeed.recorded_key)
_PAGE = Statement(
    newest_first(select(UnmetNeed).where(bindparam("before") > _KEY), _KEY).add_cte(
        event_insert().cte("event")
    )
)


async def record_unmet_need(
    transaction: Transaction, need: PlacementNeed, fallback: ServiceSetting | None
) -> UUID | None:
    """Record a need that nobody can meet; None if this organisation met it within 24 hours."""
    row_id, actor = uuid7(), transaction.actor
    row = await transaction.one(
        _ADD, new_id=row_id, new_organisation_id=actor.organisation_id,
        new_service_type=need.service_type, new_priority=need.priority,
        new_category=need.category, new_number=need.number, new_region=need.region,
        new_cercle=need.cercle, new_fallback=fallback, new_fingerprint=need.fingerprint,
    )  # fmt: skip
    if row is None:
        return None
    await record(transaction, UnmetNeedPermission.RECORD, "unmet_need", row_id)
    return row_id


async def list_unmet_needs(transaction: Transaction, window: Window) -> Slice[UnmetNeedRead]:
    """List the unmet needs of the caller's organisation, or all to the coordination."""
    rows = await transaction.all(
        _PAGE, before=window.before, limit=window.limit + 1,
        **event_values(transaction.actor, UnmetNeedPermission.LIST, "unmet_need"),
    )  # fmt: skip
    return window.slice([UnmetNeedRead.model_validate(dict(row)) for row in rows], rows)
