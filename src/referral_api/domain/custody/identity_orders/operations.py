"""Recording a magistrate's order, lifting it, and finding the orders of a case.

The inquiry goes on by law. The person's identity opens with it by her consent, or by such an order.
"""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import grant_access
from referral_api.domain.access.tables import Basis
from referral_api.domain.codelists.access import IdentityOrderStatus, Section
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.custody.chains.moves import find_custodian
from referral_api.domain.custody.identity_orders.lifecycle import IDENTITY_ORDERS
from referral_api.domain.custody.identity_orders.records import (
    IDENTITY_ORDER_RECORDS,
    find_sides,
    to_response,
)
from referral_api.domain.custody.identity_orders.schemas import (
    IdentityOrderRead,
    IdentityOrderRecord,
)
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.errors import Conflict, Forbidden, MalformedInput
from referral_api.permissions import IdentityOrderPermission


async def record_identity_order(
    transaction: Transaction, case_id: UUID, order: IdentityOrderRecord, *, orders_open: bool
) -> IdentityOrderRead:
    """Record an order, which opens the identity to the organisation that answers for the inquiry.

    NotFound out of sight. Forbidden to a prosecutor's office that does not answer for the inquiry;
    a court needs the case in sight only. InvalidTransition on a closed file. Conflict if the order
    names another organisation, or if only consents open identities here (``orders_open``).
    """
    case = await get_case(transaction, case_id)
    actor = transaction.actor
    _, custodian = await find_custodian(transaction, case_id, CustodyKind.INVESTIGATION)
    is_court = actor.organisation_type == OrganisationType.COURT
    if not is_court and actor.organisation_id != custodian:
        raise Forbidden
    if not orders_open:
        raise Conflict("Here only the person's consent opens their identity.")
    await check_open(transaction, case_id, order.to_id)
    if order.to_id != custodian:
        raise Conflict("This organisation is not responsible for the investigation.")
    _check_dates(order, await read_clock(transaction))
    fields = order.model_dump() | {
        "id": order.id or uuid7(), "case_id": case_id, "version": 1,
        "status": IdentityOrderStatus.ACTIVE, "organisation_id": actor.organisation_id,
        "magistrate_id": actor.agent_id, "protection_custodian_id": case.protection_custodian_id,
    }  # fmt: skip
    row = await IDENTITY_ORDER_RECORDS.add(transaction, fields)
    await grant_access(
        transaction,
        {
            "id": uuid7(), "organisation_id": row["to_id"], "case_id": case_id,
            "basis": Basis.COURT_ORDER, "basis_id": row["id"], "consent_id": None,
            "reads": [Section.IDENTITY], "writes": [], "valid_until": row["valid_until"],
        },
    )  # fmt: skip
    return to_response(row)


def _check_dates(order: IdentityOrderRecord, now: datetime) -> None:
    """Refuse an order of a day that has not come, and one that has run out."""
    wrong = {
        "ordered_on": order.ordered_on > now.date(),
        "valid_until": order.valid_until is not None and order.valid_until <= now,
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, found in wrong.items() if found
    ]
    if errors:
        raise MalformedInput(errors=errors)


async def lift_identity_order(
    transaction: Transaction, order_id: UUID, version: int
) -> IdentityOrderRead:
    """Lift an order: the access that rests on it ends.

    Forbidden to an organisation that did not order it, unless it is a court.
    """
    order, _ = IDENTITY_ORDER_RECORDS.load(await IDENTITY_ORDER_RECORDS.find(transaction, order_id))
    # Asked before the order is locked, which the database allows to these sides only.
    IDENTITY_ORDERS.check_side("lift", await find_sides(transaction, order))
    row = await IDENTITY_ORDER_RECORDS.transition(transaction, order_id, "lift", version)
    return to_response(row)


async def read_identity_order(transaction: Transaction, order_id: UUID) -> IdentityOrderRead:
    """Read an order within sight."""
    permission = IdentityOrderPermission.READ
    return to_response(await IDENTITY_ORDER_RECORDS.read(transaction, order_id, permission))


async def list_identity_orders(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[IdentityOrderRead]:
    """List the orders of a case within sight, newest first; NotFound if the case is out of it.

    An organisation that may know of none gets an empty list.
    """
    await get_case(transaction, case_id)
    return await IDENTITY_ORDER_RECORDS.list(
        transaction, window, IdentityOrderPermission.LIST, to_response, case_id=case_id
    )
