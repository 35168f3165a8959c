"""Reading tips: one, with its sealed words; or many, without."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.tips import TipStatus
from referral_api.domain.identification.merged_incidents import show_standing
from referral_api.domain.identification.tips.policy import to_response
from referral_api.domain.identification.tips.records import TIP_RECORDS
from referral_api.domain.identification.tips.schemas import TipDetailRead, TipRead
from referral_api.domain.identification.tips.tables import TipDetail
from referral_api.domain.records.sealed.keys import find_key, open_texts
from referral_api.permissions import TipPermission
from referral_api.security.vault import Vault

# Of whom row security shows them to.
_DETAILS = Statement(
    select(TipDetail)
    .where(col(TipDetail.tip_id) == bindparam("tip_id"))
    .order_by(col(TipDetail.id))
    .limit(200)
)


async def read_tip(transaction: Transaction, vault: Vault, tip_id: UUID) -> TipRead:
    """Read a tip within sight, with what is sealed of it but for its source."""
    row = await TIP_RECORDS.read(transaction, tip_id, TipPermission.READ)
    key = await find_key(transaction, row["id"])
    words = ("locality", "narrative", "approach_risks")
    opened = open_texts(vault, key, "tip", row["id"], row, *words)
    details = []
    for detail in await transaction.all(_DETAILS, tip_id=row["id"]):
        said = open_texts(vault, key, "tip", row["id"], detail, "narrative", "approach_risks")
        details.append(TipDetailRead(**{**detail, **said}))
    shown = to_response(row, transaction.actor, details=details, **opened)
    return (await show_standing(transaction, shown))[0]


async def show_tip(transaction: Transaction, tip_id: UUID) -> TipRead:
    """Show a tip without what is sealed."""
    row = await TIP_RECORDS.find(transaction, tip_id)
    return (await show_standing(transaction, to_response(row, transaction.actor)))[0]


async def list_tips(
    transaction: Transaction, status: TipStatus | None, window: Window
) -> Slice[TipRead]:
    """List the tips within sight, newest first. By status, those alone whose status is shown."""
    actor = transaction.actor
    page = await TIP_RECORDS.list(
        transaction,
        window,
        TipPermission.LIST,
        lambda row: to_response(row, actor),
        status=status if actor.coordinates else None,
        shown=None if actor.coordinates else status,
    )
    return replace(page, items=await show_standing(transaction, *page.items))
