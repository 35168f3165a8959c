"""Recording a contact without a file, and reading it."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.incidents import ContactAnswer
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.identification.contacts.records import (
    CONTACT_RECORDS,
    CONTENTS,
    to_response,
)
from referral_api.domain.identification.contacts.schemas import ContactRead, ContactRecord
from referral_api.errors import Forbidden, MalformedInput
from referral_api.permissions import ContactPermission


async def record_contact(transaction: Transaction, contact: ContactRecord) -> ContactRead:
    """Record a contact; MalformedInput for one of the future, or a reply to nothing."""
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    if (contact.answer is ContactAnswer.NOTHING_OFFERED) != (not contact.offered):
        raise MalformedInput(errors=[{"pointer": "/answer", "code": "invalid_value"}])
    if contact.met_on > (await read_clock(transaction)).date():
        raise MalformedInput(errors=[{"pointer": "/met_on", "code": "out_of_range"}])
    fields = {name: getattr(contact, name) for name in CONTENTS} | {
        "id": contact.id or uuid7(), "status": RecordStatus.RECORDED, "version": 1,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return to_response(await CONTACT_RECORDS.add(transaction, fields))


async def read_contact(transaction: Transaction, contact_id: UUID) -> ContactRead:
    """Read a contact within sight."""
    row = await CONTACT_RECORDS.read(transaction, contact_id, ContactPermission.READ)
    return to_response(row)


async def list_contacts(transaction: Transaction, window: Window) -> Slice[ContactRead]:
    """List the contacts within sight, newest first."""
    return await CONTACT_RECORDS.list(transaction, window, ContactPermission.LIST, to_response)


async def mark_contact_as_error(
    transaction: Transaction, contact_id: UUID, version: int
) -> ContactRead:
    """Mark a contact that should never have been recorded. It is out of every figure."""
    row = await CONTACT_RECORDS.transition(transaction, contact_id, "mark_error", version)
    return to_response(row)
