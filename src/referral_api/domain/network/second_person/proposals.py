"""Keeping a change until another administrator decides, and what one may do alone."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, bindparam, case, func
from uuid_utils.compat import uuid7

from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import PendingChangeStatus, PendingChangeSubject
from referral_api.domain.deadline_policy import PENDING_CHANGE
from referral_api.domain.network.second_person.administrators import is_sole_administrator
from referral_api.domain.network.second_person.policy import Change
from referral_api.domain.network.second_person.tables import PendingChange
from referral_api.errors import Conflict

# The codes of audit events.
AWAITED, ALONE, CONFIRMED = "awaits_confirmation", "sole_administrator", "confirmed"
_KEEP = Statement(
    insert_into(
        PendingChange, "id", "subject", "subject_id", "subject_version", "organisation_id",
        "change", "status", "proposed_by_agent_id", "proposed_by_client_id",
        "proposed_by_organisation_id", "version",
    ).values(
        decide_by=func.now() + PENDING_CHANGE,
        closed_at=case((bindparam("closed", type_=Boolean), func.now())),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Division:
    """A change, divided: what is done ``now``, and what is ``kept`` for another administrator.

    ``code`` is that of the audit event; ``alone`` says that nothing is kept although it should be.
    """

    now: dict[str, Any]
    kept: dict[str, Any]
    alone: bool

    @property
    def code(self) -> str | None:
        """Say in the audit event that a second person is awaited, or that there was none."""
        return (ALONE if self.alone else AWAITED) if self.kept else None

    @property
    def done(self) -> dict[str, Any]:
        """The part that takes effect now."""
        return self.now | self.kept if self.alone else self.now


async def divide(transaction: Transaction, change: Change, waiting: set[str]) -> Division:
    """Divide a change by the fields that wait; a sole administrator waits for nobody."""
    kept = {name: value for name, value in change.items() if name in waiting}
    alone = bool(kept) and await is_sole_administrator(transaction)
    now = {name: value for name, value in change.items() if name not in waiting}
    return Division(now, kept, alone)


async def keep(
    transaction: Transaction, division: Division, subject: PendingChangeSubject, subject_id: UUID,
    organisation_id: UUID, version: int,
) -> UUID | None:  # fmt: skip
    """Keep what waits, on this version of its subject; return the id of the pending change.

    None if nothing waits. The audit event of the request vouches for the new row.
    """
    if not division.kept:
        return None
    actor, change_id = transaction.actor, uuid7()
    status = PendingChangeStatus.CONFIRMED if division.alone else PendingChangeStatus.PROPOSED
    await transaction.run(
        _KEEP, closed=division.alone, id=change_id, subject=subject, subject_id=subject_id,
        subject_version=version, organisation_id=organisation_id, change=json.dumps(division.kept),
        status=status,
        proposed_by_agent_id=actor.agent_id, proposed_by_client_id=actor.client_id,
        proposed_by_organisation_id=actor.organisation_id, version=1,
    )  # fmt: skip
    return None if division.alone else change_id


def check_unchanged(seen: int, current: int) -> None:
    """Refuse to confirm a change of another version than its proposer saw."""
    if seen != current:
        raise Conflict("What it changes has been changed since it was proposed.")
