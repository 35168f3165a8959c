"""Reporting a tip: checked, sealed with a key of its own, and perhaps assigned at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.tips import TipStatus
from referral_api.domain.deadline_policy import TipClocks
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.identification.scenes.columns import check_scene, scene_values
from referral_api.domain.identification.scenes.counts import any_counted, count_values
from referral_api.domain.identification.scenes.partial_dates import (
    check_in_order,
    check_not_ahead,
    partial_date_values,
)
from referral_api.domain.identification.spoken_codes import make_spoken_code
from referral_api.domain.identification.tips.assignees import Assignees
from referral_api.domain.identification.tips.assigning import assign_of_itself
from referral_api.domain.identification.tips.policy import to_response
from referral_api.domain.identification.tips.records import TIP_RECORDS
from referral_api.domain.identification.tips.schemas import TipRead, TipReport
from referral_api.domain.identification.tips.sources import keep_source
from referral_api.domain.network.organisations.coordinations import find_coordination
from referral_api.domain.records.sealed.keys import keep_key, seal_texts
from referral_api.errors import Forbidden, MalformedInput
from referral_api.security.vault import Vault

_COPIED = (
    "channel", "still_going_on", "suspected_forms", "signs", "people_seen_precision",
    "children_seen", "immediate_danger", "languages", "anonymous", "source_relation",
    "source_at_risk",
)  # fmt: skip


async def report_tip(
    transaction: Transaction, vault: Vault, clocks: TipClocks, assignees: Assignees, tip: TipReport,
    *, of_itself: bool,
) -> TipRead:  # fmt: skip
    """Record a tip of the caller's organisation; MalformedInput for what contradicts itself.

    ``of_itself`` lets the table of ``assignees`` assign it at once.
    """
    if transaction.actor.agent_id is None:
        raise Forbidden
    check_scene(tip.place, some_place=True)
    _check(tip)
    now = await read_clock(transaction)
    check_not_ahead(now.date(), observed_from=tip.observed_from, observed_until=tip.observed_until)
    row = await add_tip(transaction, vault, clocks, tip, now)
    if of_itself:
        row = await assign_of_itself(transaction, clocks, assignees, row)
    return to_response(row, transaction.actor)


def _check(tip: TipReport) -> None:
    wrong = []
    if tip.anonymous and tip.source_relation is not None:
        wrong.append(("source_relation", "invalid_value"))
    if tip.anonymous and tip.source_contact is not None:
        wrong.append(("source_contact", "invalid_value"))
    if any_counted(tip.people_seen) and tip.people_seen_precision is None:
        wrong.append(("people_seen_precision", "missing"))
    if wrong:
        raise MalformedInput(
            errors=[{"pointer": f"/{field}", "code": code} for field, code in wrong]
        )
    check_in_order(tip.observed_from, tip.observed_until, field="observed_until")


async def add_tip(
    transaction: Transaction, vault: Vault, clocks: TipClocks, tip: TipReport, now: datetime,
    digest: bytes | None = None,
) -> Row:  # fmt: skip
    """Add the row of a tip, its key, and its source; in the caller's name."""
    actor = transaction.actor
    tip_id = tip.id or uuid7()
    urgency = Priority.EMERGENCY if tip.immediate_danger is Answer.YES else tip.urgency
    key = vault.make_key(tip_id)
    fields: dict[str, Any] = {
        **{name: getattr(tip, name) for name in _COPIED}, **scene_values(tip.place),
        **partial_date_values("observed_from", tip.observed_from),
        **partial_date_values("observed_until", tip.observed_until),
        **count_values("seen", tip.people_seen),
        **seal_texts(
            vault, key, "tip", tip_id, locality=tip.place.locality, narrative=tip.narrative,
            approach_risks=tip.approach_risks,
        ),
        "id": tip_id, "code": make_spoken_code(), "status": TipStatus.RECEIVED, "urgency": urgency,
        "digest": digest, "assign_by": now + clocks[urgency].assign, "version": 1,
        "coordination_id": await _find_coordination(transaction, tip.place.region),
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    row = await TIP_RECORDS.add(transaction, fields)
    await keep_key(transaction, "tip", tip_id, key)
    if tip.source_contact is not None:
        await keep_source(transaction, vault, tip_id, tip.source_contact)
    return row


async def _find_coordination(transaction: Transaction, region: str | None) -> UUID | None:
    bodies = await find_coordination(transaction, region, transaction.actor.organisation_id)
    return next(iter([*bodies.region, *bodies.country]), None)
