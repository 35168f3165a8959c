"""Drawing a pad of codes, reading it, and cancelling one that was lost."""

from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, func, insert, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.many import CodePadStatus
from referral_api.domain.identification.cases.codes import make_code
from referral_api.domain.identification.code_pads.records import CODE_PAD_RECORDS
from referral_api.domain.identification.code_pads.schemas import CaseCodePadDraw, CaseCodePadRead
from referral_api.domain.identification.code_pads.tables import CaseCodePad, PadCode
from referral_api.errors import Forbidden
from referral_api.permissions import CaseCodePadPermission

_PAD_ID = bindparam("pad_id", type_=PadCode.__table__.c.pad_id.type)  # type: ignore[attr-defined]
_ADD = Statement(
    insert(PadCode).from_select(
        ["code", "pad_id", "organisation_id"],
        select(
            func.unnest(bindparam("codes", type_=ARRAY(Text))), col(CaseCodePad.id),
            col(CaseCodePad.organisation_id),
        ).where(col(CaseCodePad.id) == _PAD_ID),
    )
)  # fmt: skip
_UNUSED = Statement(
    select(col(PadCode.code))
    .where(col(PadCode.pad_id) == _PAD_ID, col(PadCode.case_id).is_(None))
    .order_by(col(PadCode.code))
)


def to_response(row: Row, codes: list[str] | None = None) -> CaseCodePadRead:
    """Turn a row into a response."""
    return CaseCodePadRead(**row, codes=codes)


async def draw_pad(transaction: Transaction, draw: CaseCodePadDraw) -> CaseCodePadRead:
    """Draw codes for the caller's organisation. Nobody else can ever use them."""
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    codes = sorted({make_code() for _ in range(draw.size)})
    fields = {
        "id": draw.id or uuid7(), "organisation_id": actor.organisation_id, "size": len(codes),
        "drawn_by_agent_id": actor.agent_id, "status": CodePadStatus.READY, "version": 1,
    }  # fmt: skip
    row = await CODE_PAD_RECORDS.add(transaction, fields)
    await transaction.run(_ADD, pad_id=row["id"], codes=codes)
    return to_response(row, codes)


async def show_pad(transaction: Transaction, pad_id: UUID) -> CaseCodePadRead:
    """Show a pad as a reading would, without an event of its own."""
    return await _with_codes(transaction, await CODE_PAD_RECORDS.find(transaction, pad_id))


async def read_pad(transaction: Transaction, pad_id: UUID) -> CaseCodePadRead:
    """Read a pad of the caller's organisation, with the codes that are unused."""
    row = await CODE_PAD_RECORDS.read(transaction, pad_id, CaseCodePadPermission.READ)
    return await _with_codes(transaction, row)


async def _with_codes(transaction: Transaction, row: Row) -> CaseCodePadRead:
    if row["status"] != CodePadStatus.READY:
        return to_response(row)
    unused = await transaction.all(_UNUSED, pad_id=row["id"])
    return to_response(row, [each["code"] for each in unused])


async def list_pads(transaction: Transaction, window: Window) -> Slice[CaseCodePadRead]:
    """List the pads of the caller's organisation, the last drawn first."""
    return await CODE_PAD_RECORDS.list(transaction, window, CaseCodePadPermission.LIST, to_response)


async def cancel_pad(transaction: Transaction, pad_id: UUID, version: int) -> CaseCodePadRead:
    """Cancel a pad that was lost: no code of it that is unused will ever be taken."""
    return to_response(await CODE_PAD_RECORDS.transition(transaction, pad_id, "cancel", version))
