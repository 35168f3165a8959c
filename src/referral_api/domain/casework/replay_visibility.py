"""What a replay tells: the resource as a reading would tell it to this caller now.

One row for each kind of resource that a stored response is about. The row reads as GET does, with
the same row security and the same policy of the reader; the event of the replay is the caller's.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.accusation import to_response as show_accusation
from referral_api.domain.casework.alerts.operations import to_response as show_alert
from referral_api.domain.casework.alerts.records import ALERT_RECORDS
from referral_api.domain.casework.calls.operations import show_call
from referral_api.domain.consent.consents import queries as consents
from referral_api.domain.custody.accusations.records import ACCUSATION_RECORDS
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoff_requests.records import to_response as show_request
from referral_api.domain.custody.handoffs.policy import to_response as show_handoff
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.identity_orders.records import IDENTITY_ORDER_RECORDS
from referral_api.domain.custody.identity_orders.records import to_response as show_order
from referral_api.domain.identification.cases.operations import show_case
from referral_api.domain.identification.decisions.operations import show_decision
from referral_api.domain.network.agents.operations import show_agent
from referral_api.domain.network.clients.operations import show_client
from referral_api.domain.network.organisations.operations import show_organisation
from referral_api.domain.network.pending_changes import queries as pending_changes
from referral_api.domain.protection.referrals.policy import to_response as show_referral
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.records.records import Records
from referral_api.errors import NotFound

Reading = Callable[[Transaction, UUID], Awaitable[Any]]


def _kept(records: Records[Any], show: Callable[[Row], Any]) -> Reading:
    """Make the reading of a kind that every reader in sight is shown alike."""

    async def read(transaction: Transaction, record_id: UUID) -> Any:
        return show(await records.find(transaction, record_id))

    return read


async def _consent(transaction: Transaction, consent_id: UUID) -> Any:
    row = await consents.read_row(transaction, consent_id)
    return consents.to_response_for(row, transaction.actor.organisation_id)


async def _handoff(transaction: Transaction, handoff_id: UUID) -> Any:
    row = await HANDOFF_RECORDS.find(transaction, handoff_id)
    return show_handoff(row, transaction.actor)


async def _referral(transaction: Transaction, referral_id: UUID) -> Any:
    row = await REFERRAL_RECORDS.find(transaction, referral_id)
    return show_referral(row, transaction.actor)


async def _pending_change(transaction: Transaction, pending_change_id: UUID) -> Any:
    row = await pending_changes.find_pending_change(transaction, pending_change_id)
    return pending_changes.to_response(row)


READINGS: dict[str, Reading] = {
    "accusation": _kept(ACCUSATION_RECORDS, show_accusation),
    "agent": show_agent,
    "alert": _kept(ALERT_RECORDS, show_alert),
    "call": show_call,
    "case": show_case,
    "client": show_client,
    "consent": _consent,
    "decision": show_decision,
    "handoff": _handoff,
    "handoff_request": _kept(HANDOFF_REQUEST_RECORDS, show_request),
    "identity_order": _kept(IDENTITY_ORDER_RECORDS, show_order),
    "organisation": show_organisation,
    "pending_change": _pending_change,
    "referral": _referral,
}


async def read_again(transaction: Transaction, subject: str, subject_id: UUID) -> Any:
    """Read the resource of a stored response as its caller may see it now.

    NotFound if it is out of sight, or of a kind that no row tells how to read.
    """
    reading = READINGS.get(subject)
    if reading is None:
        raise NotFound
    return await reading(transaction, subject_id)
