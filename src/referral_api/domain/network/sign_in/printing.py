"""Printing: where it is allowed, and the event of each paper.

A telephone keeps what it prints as a file. So a device of a unit prints only if it was registered
with a printer, which stands in a room that can be locked.
"""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceStatus, Paper
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.permissions import PaperPermission

_PRINTERS = Statement(
    select(col(UnitDevice.name))
    .where(
        col(UnitDevice.organisation_id) == bindparam("organisation_id", type_=Uuid),
        col(UnitDevice.status) == literal_code(DeviceStatus.REGISTERED),
        col(UnitDevice.has_printer),
    )
    .order_by(col(UnitDevice.name), col(UnitDevice.id))
)


def may_print(session: Session, *, personal: bool) -> bool:
    """Say whether paper can be made here; ``personal`` is the setting for personal accounts."""
    return personal if session.device_id is None else session.has_printer


async def list_printers(transaction: Transaction, organisation_id: UUID) -> list[str]:
    """Return the names of the unit's devices that print; no event, as for other names."""
    rows = await transaction.all(_PRINTERS, organisation_id=organisation_id)
    return [row["name"] for row in rows if row["name"]]


async def record_print(
    transaction: Transaction, paper: Paper, subject: str, subject_id: UUID,
    case_id: UUID | None = None,
) -> None:  # fmt: skip
    """Record that a paper was made of a record, beside the event of its reading."""
    await record(
        transaction, PaperPermission.PRINT, subject, subject_id, case_id=case_id, code=paper
    )
