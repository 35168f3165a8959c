"""Giving a contribution, correcting it by a new version, withdrawing it, and finding it again."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import ContributionChannel, ContributionStatus
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.network.organisations.queries import check_organisation_exists
from referral_api.domain.programme.contribution_requests.answering import check_called
from referral_api.domain.programme.contributions.form import (
    check_form,
    wrong_informant,
    wrong_lines,
    wrong_period,
)
from referral_api.domain.programme.contributions.records import CONTRIBUTION_RECORDS, to_response
from referral_api.domain.programme.contributions.schemas import (
    ContributionCorrect,
    ContributionCreate,
    ContributionRead,
    ContributionWithdraw,
)
from referral_api.domain.programme.contributions.tables import Contribution
from referral_api.errors import Forbidden
from referral_api.permissions import ContributionPermission

_Told = ContributionCreate | ContributionCorrect


async def create_contribution(
    transaction: Transaction, contribution: ContributionCreate,
    channel: ContributionChannel = ContributionChannel.API,
) -> ContributionRead:  # fmt: skip
    """Give a contribution: one's own, or as the coordination that of a structure that telephoned.

    Forbidden to name another structure otherwise. AlreadyExists if one is current. CallNotOpen or
    NotCalled if its request takes none.
    """
    actor = transaction.actor
    owner = contribution.organisation_id or actor.organisation_id
    if owner != actor.organisation_id:
        if not actor.coordinates:
            raise Forbidden
        await check_organisation_exists(transaction, owner)
    now = await read_clock(transaction)
    own = owner == actor.organisation_id
    check_form(
        wrong_period(contribution, now), wrong_lines(contribution.lines),
        wrong_informant(contribution, now, speaks_for_itself=own),
    )  # fmt: skip
    if contribution.contribution_request_id is not None:
        await check_called(transaction, contribution.contribution_request_id, owner)
    fields = _told(transaction, contribution, channel) | {
        "id": contribution.id or uuid7(), "organisation_id": owner, "version": 1,
        "contribution_request_id": contribution.contribution_request_id, "year": contribution.year,
        "quarter": contribution.quarter, "status": ContributionStatus.CURRENT,
    }  # fmt: skip
    return to_response(await CONTRIBUTION_RECORDS.add(transaction, fields))


async def correct_contribution(
    transaction: Transaction, contribution_id: UUID, correction: ContributionCorrect, version: int,
    channel: ContributionChannel = ContributionChannel.API,
) -> ContributionRead:  # fmt: skip
    """Correct a contribution by a new version. What a freezing took stays as it was taken."""

    def change(found: Contribution, at: datetime) -> None:
        own = found.organisation_id == transaction.actor.organisation_id
        check_form(
            wrong_lines(correction.lines), wrong_informant(correction, at, speaks_for_itself=own)
        )
        for name, value in _told(transaction, correction, channel).items():
            setattr(found, name, value)
        found.revised_at = at

    row = await CONTRIBUTION_RECORDS.transition(
        transaction, contribution_id, "correct", version, change
    )
    return to_response(row)


async def withdraw_contribution(
    transaction: Transaction, contribution_id: UUID, withdrawal: ContributionWithdraw, version: int
) -> ContributionRead:
    """Withdraw a contribution. It stays readable, and another may take its place."""

    def change(found: Contribution, _: datetime) -> None:
        found.withdraw_reason = withdrawal.reason

    row = await CONTRIBUTION_RECORDS.transition(
        transaction, contribution_id, "withdraw", version, change
    )
    return to_response(row)


def _told(transaction: Transaction, told: _Told, channel: ContributionChannel) -> dict[str, Any]:
    """Return the columns of a version: what was told, by what way, and who recorded it."""
    actor = transaction.actor
    return {
        "lines": json.dumps([line.model_dump(mode="json") for line in told.lines]),
        "channel": ContributionChannel.TELEPHONE if told.said_by else channel,
        "said_by": told.said_by, "said_at": told.said_at,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id, "recorded_by_client_id": actor.client_id,
    }  # fmt: skip


async def read_contribution(transaction: Transaction, contribution_id: UUID) -> ContributionRead:
    """Read a contribution within sight; NotFound otherwise."""
    permission = ContributionPermission.READ
    return to_response(await CONTRIBUTION_RECORDS.read(transaction, contribution_id, permission))


async def list_contributions(
    transaction: Transaction, status: ContributionStatus | None, organisation_id: UUID | None,
    request_id: UUID | None, window: Window,
) -> Slice[ContributionRead]:  # fmt: skip
    """List the contributions within sight, newest first."""
    return await CONTRIBUTION_RECORDS.list(
        transaction, window, ContributionPermission.LIST, to_response, status=status,
        organisation=organisation_id, request=request_id,
    )  # fmt: skip
