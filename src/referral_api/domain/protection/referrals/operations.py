"""Writing, sending, finding and reading referrals. Each side's answers have their own module."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.places import Bed
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.consent.consents.policy import waits_until
from referral_api.domain.consent.consents.queries import find_consent
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.protection.referrals.copies import (
    copy_to_response,
    list_copies,
    read_copy,
    refuse_former_sender,
)
from referral_api.domain.protection.referrals.ground import check_ground
from referral_api.domain.protection.referrals.lifecycle import OPEN, REFERRALS
from referral_api.domain.protection.referrals.policy import to_response
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.schemas import ReferralCreate, ReferralRead
from referral_api.domain.protection.referrals.sheet import COPIED, copy_case, heed_consent
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.list_filters import ListFilters
from referral_api.domain.records.records import Change
from referral_api.domain.records.voice import OWN, Voice
from referral_api.errors import Conflict, ConsentMissing, NotFound
from referral_api.permissions import ReferralPermission

# The columns of a referral by itself.
ALONE: Mapping[str, Any] = dict.fromkeys(
    ("group_id", "group_tie", "group_mother_case_id", "group_may_part")
)
_REPLACEABLE = (Status.REJECTED, Status.EXPIRED, Status.FAILED, Status.CANCELLED)


async def transition_referral(
    transaction: Transaction, referral_id: UUID, event: str, version: int,
    change: Change[Referral] | None = None, voice: Voice = OWN,
) -> ReferralRead:  # fmt: skip
    """Make one transition of a referral, and return it in its new state."""
    try:
        row = await REFERRAL_RECORDS.transition(
            transaction, referral_id, event, version, change, voice
        )
    except NotFound:
        await refuse_former_sender(transaction, referral_id)
        raise
    return to_response(row, transaction.actor)


async def create_referral(
    transaction: Transaction, referral: ReferralCreate, group: Mapping[str, Any] = ALONE
) -> ReferralRead:
    """Write a draft for an open case of a person whom the caller's organisation answers for.

    ``group`` are the columns of a member of a family or group.
    """
    actor = transaction.actor
    case = await get_case(transaction, referral.case_id)
    await check_section(transaction, referral.case_id, Section.PROTECTION, write=True)
    await check_open(transaction, referral.case_id)
    check_not_reported_dead(case)
    await check_organisations_exist(transaction, "receiver_id", [referral.receiver_id])
    if referral.receiver_id == actor.organisation_id:
        raise Conflict("An organisation cannot refer a person to itself.")
    do_not_contact = referral.do_not_contact
    if referral.consent_id is not None:
        consent = await _find_in_sight(transaction, referral.consent_id)
        do_not_contact = do_not_contact or consent["do_not_contact"]
    if referral.transfer_from_id is not None:
        await _check_has_place(transaction, referral.transfer_from_id, referral.case_id)
    if referral.replaces_id is not None:
        await _check_replaceable(transaction, referral.replaces_id, referral.case_id)
    fields: dict[str, Any] = referral.model_dump(exclude={"bed_asked"}) | {
        "id": referral.id or uuid7(), "status": Status.DRAFT, "version": 1,
        "sender_id": actor.organisation_id, "created_by_agent_id": actor.agent_id,
        "bed": Bed.ASKED if referral.bed_asked else Bed.NONE, "cancellation_requested": False,
        "custodian_id": actor.organisation_id, "do_not_contact": do_not_contact,
        "treated_as_child": is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt),
        **group,
    } | {name: getattr(case, source) for name, source in COPIED.items()}  # fmt: skip
    return to_response(await REFERRAL_RECORDS.add(transaction, fields), actor)


async def _find_in_sight(transaction: Transaction, consent_id: UUID) -> Row:
    # Its cover is checked when the draft is sent. Here its existence must not be disclosed.
    try:
        return await find_consent(transaction, consent_id)
    except NotFound:
        raise ConsentMissing from None


async def _check_replaceable(transaction: Transaction, replaces_id: UUID, case_id: UUID) -> None:
    row = await REFERRAL_RECORDS.find(transaction, replaces_id)
    if row["case_id"] != case_id:
        raise NotFound
    if to_response(row, transaction.actor).status not in _REPLACEABLE:
        raise Conflict("Only a refused, expired, failed or cancelled referral can be replaced.")


async def _check_has_place(transaction: Transaction, former_id: UUID, case_id: UUID) -> None:
    row = await REFERRAL_RECORDS.find(transaction, former_id)
    if row["case_id"] != case_id:
        raise NotFound
    if REFERRALS.status_now(row) not in OPEN or row["bed"] not in {Bed.HELD, Bed.OCCUPIED}:
        raise Conflict("Only a referral with a place of this person can be left for another.")


async def send_referral(
    transaction: Transaction, clocks: ReferralClocks, referral_id: UUID, version: int
) -> ReferralRead:
    """Send a draft: its deadlines begin to run."""

    async def send(referral: Referral, now: datetime) -> None:
        ground = await check_ground(transaction, referral)
        heed_consent(referral, ground)
        referral.sheet_until = waits_until(ground)
        case = await get_case(transaction, referral.case_id)
        await check_section(transaction, referral.case_id, Section.PROTECTION, write=True)
        await check_open(transaction, referral.case_id, referral.receiver_id)
        check_not_reported_dead(case)
        copy_case(referral, case)
        clock = clocks[referral.priority]
        referral.sent_at = now
        referral.acknowledge_by = now + clock.acknowledge
        referral.decide_by = now + clock.decide
        referral.start_by = now + clock.start

    return await transition_referral(transaction, referral_id, "send", version, send)


async def name_shelter(transaction: Transaction, referral_id: UUID, version: int) -> ReferralRead:
    """Name the receiver of a draft, for the coordination, as the shelter that it has found.

    A consent that leaves the choice to the coordination then covers the sheet for it.
    """

    def name(referral: Referral, now: datetime) -> None:
        referral.shelter_named_at = now

    return await transition_referral(transaction, referral_id, "name_shelter", version, name)


async def read_referral(transaction: Transaction, referral_id: UUID) -> ReferralRead:
    """Read a referral within sight, or what its former sender keeps of it."""
    try:
        row = await REFERRAL_RECORDS.read(transaction, referral_id, ReferralPermission.READ)
    except NotFound:
        return await read_copy(transaction, referral_id)
    return to_response(row, transaction.actor)


async def list_referrals(
    transaction: Transaction, filters: ListFilters, window: Window
) -> Slice[ReferralRead]:
    """List the referrals within sight, and the copies kept, newest first."""
    actor = transaction.actor
    copies = await list_copies(transaction, window, filters)
    return await REFERRAL_RECORDS.list(
        transaction, window, ReferralPermission.LIST,
        lambda row: copy_to_response(row) if "kept_at" in row else to_response(row, actor),
        also=copies, **filters.parameters,
    )  # fmt: skip
