"""The records of identity orders: who may lift one, and who knows of it.

The organisation of the magistrate, the one that gets the identity, who answers for the person, and
a court that sees the case. To anybody else an order does not exist.
"""

from uuid import UUID

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.custody.identity_orders.lifecycle import IDENTITY_ORDERS
from referral_api.domain.custody.identity_orders.schemas import IdentityOrderRead
from referral_api.domain.custody.identity_orders.tables import IdentityOrder
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import IdentityOrderPermission


async def find_sides(transaction: Transaction, order: IdentityOrder) -> set[Side]:
    """Return the caller's sides of an order: its own organisation, or a court."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == order.organisation_id,
        Side.COURT: actor.organisation_type == OrganisationType.COURT,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(order: IdentityOrder) -> list[UUID]:
    told = {order.organisation_id, order.to_id, order.protection_custodian_id} - {None}
    return sorted(told, key=str)  # type: ignore[arg-type]


IDENTITY_ORDER_RECORDS = Records(
    IdentityOrder,
    IDENTITY_ORDERS,
    subject="identity_order",
    creation=IdentityOrderPermission.RECORD,
    columns=(
        "id", "case_id", "status", "organisation_id", "magistrate_id", "to_id",
        "protection_custodian_id", "reference", "ordered_on", "valid_until", "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(
        IdentityOrder, col(IdentityOrder.organisation_id) == READER,
        col(IdentityOrder.to_id) == READER, section=Section.PROTECTION,
        status=status_now(IdentityOrder, IDENTITY_ORDERS),
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="organisation_id",
)  # fmt: skip


def to_response(row: Row) -> IdentityOrderRead:
    """Turn a row into a response that shows its present state."""
    return IdentityOrderRead(**{**row, "status": IDENTITY_ORDERS.status_now(row)})
