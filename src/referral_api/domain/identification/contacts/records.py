"""The records of contacts: their own organisation's, and the coordination's."""

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.identification.contacts.schemas import ContactRead
from referral_api.domain.identification.contacts.tables import Contact
from referral_api.domain.records.recorded import recorded_lifecycle
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import ContactPermission

CONTACTS = recorded_lifecycle(ContactPermission.MARK_ERROR, (Side.SENDER, Side.COORDINATOR))
CONTENTS = (
    "met_on", "region", "sex", "age_group", "nationality", "offered", "answer",
    "hotline_card_given", "smuggled",
)  # fmt: skip


async def find_sides(transaction: Transaction, contact: Contact) -> set[Side]:
    """Return the caller's sides of a contact: who recorded it, or the coordination."""
    actor = transaction.actor
    sides = {
        Side.SENDER: actor.organisation_id == contact.recorded_by_organisation_id,
        Side.COORDINATOR: actor.coordinates,
    }
    return {side for side, stands in sides.items() if stands}


CONTACT_RECORDS = Records(
    Contact,
    CONTACTS,
    subject="contact",
    creation=ContactPermission.RECORD,
    columns=(
        "id", "status", *CONTENTS, "recorded_by_organisation_id", "recorded_by_agent_id",
        "version",
    ),
    mutable=("status", "closed_at"),
    pages=VisiblePages(Contact, col(Contact.recorded_by_organisation_id) == READER),
    sides=find_sides,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(row: Row) -> ContactRead:
    """Turn a row into a response."""
    return ContactRead(**row)
