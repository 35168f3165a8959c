"""The register of breaks of series, and what others read of it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, Text, any_, bindparam, select

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.figures.series_breaks.schemas import SeriesBreakContents, SeriesBreakRead
from referral_api.domain.figures.series_breaks.tables import SeriesBreak
from referral_api.domain.records.entries.filters import same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import SeriesBreakPermission as May

SERIES_BREAKS = Register(
    SeriesBreak, SeriesBreakRead, SeriesBreakContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(SeriesBreak, "code", "year", "kind"),
)  # fmt: skip
_B: Any = SeriesBreak.__table__.c  # type: ignore[attr-defined]
_OF = Statement(
    select(SeriesBreak)
    .where(
        _B.code == any_(bindparam("codes", type_=ARRAY(Text))),
        _B.status == literal_code(EntryStatus.REGISTERED),
    )
    .order_by(_B.code, _B.year, _B.kind)
)


async def breaks_of(transaction: Transaction, codes: Iterable[str]) -> list[SeriesBreakRead]:
    """Read the breaks of these figures that count, by figure, year and kind.

    Without an event: whoever asks records its own act. Only the coordination sees any.
    """
    rows = await transaction.all(_OF, codes=sorted(set(codes)))
    return [SeriesBreakRead.model_validate(dict(row)) for row in rows]
