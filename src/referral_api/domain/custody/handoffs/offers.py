"""Offering to hand a case over, and its assignment by the coordination."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, false, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import (
    CUSTODY_SECTIONS,
    INVESTIGATORS,
    NEEDS_CONSENT,
    below_ceiling,
)
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.consent.consents.policy import HELPING, check_covers
from referral_api.domain.consent.consents.queries import hold_consent
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.accusations.policy import check_no_accuser
from referral_api.domain.custody.chains.moves import find_offerer
from referral_api.domain.custody.chains.opened import PURPOSES
from referral_api.domain.custody.handoffs.policy import to_response
from referral_api.domain.custody.handoffs.records import (
    HANDOFF_RECORDS,
    expire_overdue_offer,
    withdraw_for_assignment,
)
from referral_api.domain.custody.handoffs.schemas import HandoffAssign, HandoffOffer, HandoffRead
from referral_api.domain.custody.handoffs.sheet import COPIED
from referral_api.domain.deadline_policy import HandoffClocks
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import hold_case, read_clock
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.organisations.coordinations import check_region
from referral_api.domain.network.organisations.queries import check_organisations_exist, find_type
from referral_api.errors import Conflict, ConsentMissing, Forbidden, MalformedInput
from referral_api.permissions import HandoffPermission

# Any consent of the person that helps and forbids to contact her.
_FORBIDS_CONTACT = Statement(
    select(func.coalesce(func.bool_or(col(Consent.do_not_contact)), false())).where(
        col(Consent.case_id) == bindparam("case_id"),
        one_of(col(Consent.status), sorted(HELPING)),
    )
)


async def check_consent(
    transaction: Transaction, consent_id: UUID, case_id: UUID, to_id: UUID, kind: str,
    sections: Collection[str],
) -> Row:  # fmt: skip
    """Return the consent, which covers this receiver and all sections that will open to it.

    Otherwise raise ConsentMissing.

    It is held until the end of the act. One out of sight is refused as one that does not exist.
    """
    consent = await hold_consent(transaction, consent_id)
    if consent is None:
        raise ConsentMissing
    check_covers(
        consent, case_id=case_id, recipient_id=to_id, purposes=PURPOSES[CustodyKind(kind)],
        sections=sections,
    )  # fmt: skip
    return consent


def _check_basis(offer: HandoffOffer) -> None:
    """Refuse an offer without a basis, and a legal duty to hand over a person."""
    if offer.legal_duty is not None and offer.kind is not CustodyKind.INVESTIGATION:
        raise MalformedInput(errors=[{"pointer": "/legal_duty", "code": "invalid_value"}])
    if offer.legal_duty is None and offer.consent_id is None:
        raise MalformedInput(errors=[{"pointer": "/consent_id", "code": "missing"}])


async def offer_handoff(
    transaction: Transaction, clocks: HandoffClocks, offer: HandoffOffer,
    group_id: UUID | None = None,
) -> HandoffRead:  # fmt: skip
    """Offer the case to another organisation, by itself or with those of a family or group.

    The offering organisation answers for the case until the other has accepted and, where the
    person travels, she has arrived.
    """
    _check_basis(offer)
    # An offer is locked before its case, by an acceptance too.
    await expire_overdue_offer(transaction, offer.case_id, offer.kind)
    case = await hold_case(transaction, offer.case_id)
    seq, custodian = await find_offerer(transaction, case.id, offer.kind)
    if transaction.actor.organisation_id != custodian:
        raise Forbidden
    sections = await _sections_that_open(transaction, offer)
    asked = set(sections)
    if offer.legal_duty is not None:
        if seq == 0:
            raise ConsentMissing  # The duty is that of who answers for the inquiry.
        asked &= NEEDS_CONSENT
    do_not_contact = False
    if offer.consent_id is None:
        sections = [section for section in sections if section not in NEEDS_CONSENT]
    else:
        consent = await check_consent(
            transaction, offer.consent_id, offer.case_id, offer.to_id, offer.kind, asked
        )
        do_not_contact = consent["do_not_contact"]
    fields = offer.model_dump(exclude={"id"}) | {
        "shared_sections": sections, "forced": False, "do_not_contact": do_not_contact,
        "group_id": group_id,
    }  # fmt: skip
    return await _write(transaction, clocks, case, offer.id, fields, seq, custodian)


async def assign_handoff(
    transaction: Transaction, clocks: HandoffClocks, assignment: HandoffAssign
) -> HandoffRead:
    """Propose, as the coordination, a custodian for a case that is not making progress.

    An open offer of the custodian does not block it. Forbidden for a body that is bound to other
    regions than that of the case.
    """
    await expire_overdue_offer(transaction, assignment.case_id, assignment.kind)
    await withdraw_for_assignment(transaction, assignment.case_id, assignment.kind)
    case = await hold_case(transaction, assignment.case_id)
    await check_region(transaction, case.region)
    seq, custodian = await find_offerer(transaction, case.id, assignment.kind)
    sections = await _sections_that_open(transaction, assignment)
    fields = assignment.model_dump(exclude={"id"}) | {
        "shared_sections": sections, "forced": True, "physical": False, "needs": [],
        "risk_flags": [], "consent_id": None, "legal_duty": None, "group_id": None,
        "do_not_contact": await _forbids_contact(transaction, case.id),
    }  # fmt: skip
    return await _write(transaction, clocks, case, assignment.id, fields, seq, custodian)


async def _forbids_contact(transaction: Transaction, case_id: UUID) -> bool:
    # An assignment rests on no consent. The coordination sees none, and learns this of them.
    async with transaction.elevated():
        row = await transaction.row(_FORBIDS_CONTACT, case_id=case_id)
    return bool(row[0])


async def _sections_that_open(
    transaction: Transaction, offer: HandoffOffer | HandoffAssign
) -> list[str]:
    await check_organisations_exist(transaction, "to_id", [offer.to_id])
    receiver_type = await find_type(transaction, offer.to_id)
    # Custody opens the part in the proceedings by itself: no consent is asked to name it.
    opened = CUSTODY_SECTIONS[offer.kind] - {Section.PARTICIPATION}
    sections = below_ceiling(receiver_type, opened)
    if not sections or (
        offer.kind is CustodyKind.INVESTIGATION and receiver_type not in INVESTIGATORS
    ):
        raise Conflict("This type of organisation cannot be responsible for this.")
    return sections


async def _write(
    transaction: Transaction, clocks: HandoffClocks, case: Case, handoff_id: UUID | None,
    fields: dict[str, Any], seq: int, custodian: UUID,
) -> HandoffRead:  # fmt: skip
    if custodian == fields["to_id"]:
        raise Conflict("This organisation is responsible for it already.")
    await check_open(transaction, case.id, fields["to_id"])
    await check_no_accuser(transaction, case.id, fields["to_id"], fields["kind"])
    if fields["kind"] == CustodyKind.PROTECTION and not fields["forced"]:
        check_not_reported_dead(case)
    now = await read_clock(transaction)
    row = await HANDOFF_RECORDS.add(
        transaction,
        fields
        | {
            "id": handoff_id or uuid7(), "status": HandoffStatus.OFFERED, "version": 1,
            "from_id": custodian, "custody_seq": seq, "escorted": False,
            "treated_as_child": is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt),
            "decide_by": now + clocks[fields["priority"]],
            "offered_by_agent_id": transaction.actor.agent_id,
            "offered_by_client_id": transaction.actor.client_id,
            "accepted_at": None, "closed_at": None, "corrected_call_id": None,
        }
        | {name: getattr(case, source) for name, source in COPIED.items()},
        HandoffPermission.ASSIGN if fields["forced"] else HandoffPermission.OFFER,
    )  # fmt: skip
    return to_response(row, transaction.actor)
