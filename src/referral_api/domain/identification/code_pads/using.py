"""Using a code of a pad: each once, and only by the organisation that drew it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, column, func, select, update
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.many import CodePadStatus
from referral_api.domain.identification.code_pads.tables import CaseCodePad, PadCode
from referral_api.errors import MalformedInput

_WANTED = (
    func.unnest(bindparam("codes", type_=ARRAY(Text)), bindparam("case_ids", type_=ARRAY(Uuid)))
    .table_valued(column("code", Text), column("case_id", Uuid))
    .render_derived("wanted")
)
_USE = Statement(
    update(PadCode)
    .values(case_id=_WANTED.c.case_id, used_at=func.now())
    .where(
        col(PadCode.code) == _WANTED.c.code,
        col(PadCode.case_id).is_(None),
        col(PadCode.organisation_id) == bindparam("organisation_id"),
        col(CaseCodePad.id) == col(PadCode.pad_id),
        col(CaseCodePad.status) == literal_code(CodePadStatus.READY),
    )
    .returning(col(PadCode.code))
)


_USABLE = Statement(
    select(col(PadCode.code))
    .join(CaseCodePad, col(CaseCodePad.id) == col(PadCode.pad_id))
    .where(
        col(PadCode.code) == any_(bindparam("codes", type_=ARRAY(Text))),
        col(PadCode.case_id).is_(None),
        col(PadCode.organisation_id) == bindparam("organisation_id"),
        col(CaseCodePad.status) == literal_code(CodePadStatus.READY),
    )
)


def unusable_code() -> MalformedInput:
    """Make the refusal of a code: the same for one that was used, is another's or is on no pad."""
    return MalformedInput(errors=[{"pointer": "/code", "code": "invalid_value"}])


async def usable_codes(transaction: Transaction, codes: Iterable[str]) -> set[str]:
    """Return those of these codes that could be used now."""
    rows = await transaction.all(
        _USABLE, codes=list(codes), organisation_id=transaction.actor.organisation_id
    )
    return {row["code"] for row in rows}


async def use_codes(transaction: Transaction, cases: Mapping[str, UUID]) -> set[str]:
    """Use these codes for these cases; return those that could be."""
    rows = await transaction.all(
        _USE, codes=list(cases), case_ids=list(cases.values()),
        organisation_id=transaction.actor.organisation_id,
    )  # fmt: skip
    return {row["code"] for row in rows}
