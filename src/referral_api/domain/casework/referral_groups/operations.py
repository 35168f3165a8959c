"""Referring a family or group in one act, and the receiver's one reply to it.

Each person has a referral and a consent of their own. All is done, or nothing is. The referrals are
locked first, the newest before, then what each rests on.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.referral_groups.reading import find_members, show_group
from referral_api.domain.casework.referral_groups.rules import check_accepted, check_mothers
from referral_api.domain.casework.referral_groups.schemas import (
    GroupMember,
    ReferralGroupAccept,
    ReferralGroupRead,
    ReferralGroupReject,
    ReferralGroupSend,
)
from referral_api.domain.casework.reported_facts import reject_referral_as_reported
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.codelists.referrals import RefusalReason
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.protection.referrals import answers, operations
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.schemas import (
    ReferralCreate,
    ReferralReject,
)
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, InvalidTransition, MalformedInput
from referral_api.permissions import ReferralGroupPermission

_WAITING = frozenset({Status.REQUESTED, Status.RECEIVED})


async def send_group(
    transaction: Transaction, clocks: ReferralClocks, group: ReferralGroupSend
) -> ReferralGroupRead:
    """Write and send the referrals of all persons of a group: all of them, or none.

    Raises for the first person what a referral of one raises: ConsentMissing without a consent of
    their own, and so on.
    """
    check_mothers(group.members)
    group_id = uuid7()
    drafts = [
        await operations.create_referral(
            transaction, _referral_of(group, member), _columns(group_id, member)
        )
        for member in group.members
    ]
    for draft in sorted(drafts, key=lambda one: str(one.id), reverse=True):
        await operations.send_referral(transaction, clocks, draft.id, draft.version)
    await record(
        transaction, ReferralGroupPermission.SEND, "referral_group", group_id,
        case_ids=[member.case_id for member in group.members],
    )  # fmt: skip
    return await show_group(transaction, group_id)


def _referral_of(group: ReferralGroupSend, member: GroupMember) -> ReferralCreate:
    return ReferralCreate(
        case_id=member.case_id, receiver_id=group.receiver_id, service_type=group.service_type,
        priority=group.priority, needs=member.needs, risk_flags=member.risk_flags,
        unaccompanied=member.unaccompanied, bed_asked=group.bed_asked,
        consent_id=member.consent_id, shared_sections=group.shared_sections,
    )  # fmt: skip


def _columns(group_id: UUID, member: GroupMember) -> dict[str, Any]:
    return {
        "group_id": group_id, "group_tie": member.tie, "group_may_part": member.may_part,
        "group_mother_case_id": member.mother_case_id,
    }  # fmt: skip


async def accept_group(
    transaction: Transaction, group_id: UUID, acceptance: ReferralGroupAccept, version: int
) -> ReferralGroupRead:
    """Accept all persons of a group, or those beside whom the sender allows others to be left out.

    NoCapacity, with nobody accepted, where there is no place for one of them.
    """
    rows = await _lock(transaction, group_id, version)
    accepted = acceptance.case_ids or [row["case_id"] for row in rows]
    reasons = check_accepted(rows, accepted, acceptance.partings)
    if len(set(accepted)) < len(rows) and acceptance.refusal is None:
        raise MalformedInput(errors=[{"pointer": "/refusal", "code": "missing"}])
    for row in rows:
        if row["case_id"] in accepted:
            reason = reasons.get(row["case_id"])
            await answers.accept_referral(
                transaction, row["id"], ReferralAccept(), row["version"], parting=reason
            )
    for row in rows:
        if row["case_id"] not in accepted:
            await _reject(transaction, row, acceptance.refusal or RefusalReason.OTHER)
    return await _answered(transaction, group_id, ReferralGroupPermission.ACCEPT, rows)


async def reject_group(
    transaction: Transaction, group_id: UUID, rejection: ReferralGroupReject, version: int
) -> ReferralGroupRead:
    """Refuse all persons of a group, with one reason."""
    rows = await _lock(transaction, group_id, version)
    for row in rows:
        await _reject(transaction, row, rejection.reason)
    return await _answered(transaction, group_id, ReferralGroupPermission.REJECT, rows)


async def _reject(transaction: Transaction, row: Row, reason: RefusalReason) -> None:
    rejection = ReferralReject(reason=reason)
    await reject_referral_as_reported(transaction, row["id"], rejection, row["version"])


async def _lock(transaction: Transaction, group_id: UUID, version: int) -> list[Row]:
    """Lock the referrals of a group for its receiver's reply, while all of them wait for one."""
    rows = await find_members(transaction, group_id, lock=True)
    if any(row["receiver_id"] != transaction.actor.organisation_id for row in rows):
        raise Forbidden
    check_version(version, (await show_group(transaction, group_id)).version)
    for row in rows:
        status = REFERRALS.status_now(row)
        if status not in _WAITING:
            raise InvalidTransition(
                current_state=str(status), allowed_events=REFERRALS.allowed_events(status, None)
            )
    return rows


async def _answered(
    transaction: Transaction, group_id: UUID, act: ReferralGroupPermission, rows: Sequence[Row]
) -> ReferralGroupRead:
    await record(
        transaction, act, "referral_group", group_id, case_ids=[row["case_id"] for row in rows]
    )
    return await show_group(transaction, group_id)
