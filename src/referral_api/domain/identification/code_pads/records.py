"""The records of pads: one organisation's own, cancelled by it alone."""

from sqlmodel import col

from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.many import CodePadStatus
from referral_api.domain.identification.code_pads.tables import CaseCodePad
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import CaseCodePadPermission

CODE_PADS = Lifecycle(
    CodePadStatus,
    transition(
        "cancel", CaseCodePadPermission.CANCEL, [CodePadStatus.READY], CodePadStatus.CANCELLED,
        [Side.SENDER],
    ),
    open_states=[CodePadStatus.READY],
)  # fmt: skip


async def find_sides(transaction: Transaction, pad: CaseCodePad) -> set[Side]:
    """Return the caller's side of a pad: its organisation's."""
    return {Side.SENDER} if pad.organisation_id == transaction.actor.organisation_id else set()


CODE_PAD_RECORDS = Records(
    CaseCodePad,
    CODE_PADS,
    subject="case_code_pad",
    creation=CaseCodePadPermission.DRAW,
    columns=("id", "organisation_id", "drawn_by_agent_id", "status", "size", "version"),
    mutable=("status", "closed_at"),
    pages=VisiblePages(CaseCodePad, col(CaseCodePad.organisation_id) == READER),
    sides=find_sides,
    overdue_for="organisation_id",
)
