"""The records of measures: who proposes, who carries out, who answers for the person."""

import json
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import live_grant
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.measures import MeasureKind, MeasureOutcome, MeasureStatus
from referral_api.domain.identification.scenes.columns import SCENE_COLUMNS, scene_of
from referral_api.domain.protection.measures.lifecycle import MEASURES
from referral_api.domain.protection.measures.responses import MeasureRead
from referral_api.domain.protection.measures.tables import Measure
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import MeasurePermission

_TAKES_PART = Statement(
    select(col(AccessGrant.id)).where(
        live_grant(bindparam("organisation_id")), col(AccessGrant.case_id) == bindparam("case_id")
    )
)
# What an executor is told of from the decision on, and never of a refusal.
_UNDECIDED = frozenset({MeasureStatus.PROPOSED, MeasureStatus.REJECTED})
COLUMNS = (
    "id", "case_id", "custodian_id", "section", "kind", "status", "asked_by", "person_wants_it",
    "urgent",
    "legal_basis", "consent_id", "risk_assessment_id", "bid_id", "executor_organisation_id",
    "signatures", "signatures_needed", "decided_on", "starts_on", "ends_on", "starts_at",
    "ends_at", "started_on", "tell_by", "days", "extensions", "stay_id", "safety_measures",
    "guardian_id", "permit_kind", "valid_until", *SCENE_COLUMNS, "return_kind", "travel_on",
    "escort", "travel_document", "relative_kind", "tracing_id", "family_check",
    "care_arrangement", "carer_check", "offence_text_id", "exploitation_ids",
    "witness_protections", "court_id", "sealed_words", "recorded_by_organisation_id",
    "recorded_by_agent_id", "version",
)  # fmt: skip
MUTABLE = (
    "status", "legal_basis", "risk_assessment_id", "bid_id", "signatures",
    "decided_by_organisation_id", "decided_by_agent_id", "decided_on", "sealed_reasons",
    "revoking_agent_id", "starts_on", "ends_on", "starts_at", "ends_at", "started_on", "ended_on",
    "review_by", "review_at", "unreviewed_at", "tell_by", "untold_at", "told_on", "told_in",
    "outcome", "days", "extensions", "arrived_on", "determine_by", "undetermined_at", "sent_on",
    "answer", "answered_on", "answer_by", "unanswered_at", "closed_at",
)  # fmt: skip


async def find_sides(transaction: Transaction, measure: Measure) -> set[Side]:
    """Return the caller's sides of a measure that it sees.

    Who proposed it and has nothing to do with the case any more stands on none of its own.
    """
    actor = transaction.actor
    sides = {
        Side.SENDER: await _still_proposes(transaction, measure),
        Side.RECEIVER: actor.organisation_id == measure.executor_organisation_id,
        Side.CUSTODIAN: actor.organisation_id == measure.custodian_id,
        Side.COORDINATOR: actor.coordinates,
        Side.CONFIRMER: True,
    }
    return {side for side, stands in sides.items() if stands}


async def _still_proposes(transaction: Transaction, measure: Measure) -> bool:
    mine = transaction.actor.organisation_id
    if mine != measure.recorded_by_organisation_id:
        return False
    if mine == measure.custodian_id:
        return True
    grants = await transaction.all(_TAKES_PART, organisation_id=mine, case_id=measure.case_id)
    return bool(grants)


def _parties(measure: Measure) -> list[UUID]:
    told = {measure.recorded_by_organisation_id, measure.custodian_id}
    if measure.decided_on is not None and measure.status not in _UNDECIDED:
        told.add(measure.executor_organisation_id)
    return sorted(told - {None}, key=str)  # type: ignore[arg-type]


def _settle(measure: Measure) -> None:
    """Say what the clock says by itself: the day, and that the time has run out."""
    if measure.status == MeasureStatus.IN_FORCE and measure.started_on is None:
        measure.started_on = measure.starts_on
    if measure.status == MeasureStatus.ENDED and measure.outcome is None:
        measure.outcome = MeasureOutcome.EXPIRED
        measure.started_on = measure.started_on or measure.starts_on
        measure.ended_on = measure.ends_on


MEASURE_RECORDS = Records(
    Measure,
    MEASURES,
    subject="measure",
    creation=MeasurePermission.PROPOSE,
    columns=COLUMNS,
    mutable=MUTABLE,
    pages=VisiblePages(
        Measure,
        col(Measure.recorded_by_organisation_id) == READER,
        col(Measure.executor_organisation_id) == READER,
        section=Section.PROTECTION,
        status=status_now(Measure, MEASURES),
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
    settle=_settle,
)


def to_response(row: Row, words: dict[str, str] | None = None) -> MeasureRead:
    """Turn a row into a response that shows its present state; ``words`` are what was sealed,
    None for whoever opens nothing: no place below region is shown then.
    """
    opened = dict.fromkeys(
        ("details", "reference", "receiver", "relative", "carer", "facts", "note", "reasons")
    ) | (words or {})
    locality = opened.pop("locality", None)
    returns = row["kind"] == MeasureKind.VOLUNTARY_RETURN
    notice = row["kind"] == MeasureKind.NON_PUNISHMENT_NOTICE
    executor = row["executor_organisation_id"]
    return MeasureRead(
        **{
            **row, **opened, "status": MEASURES.status_now(row),
            "destination": scene_of(row, locality, inside=words is not None) if returns else None,
            "addressed_to_organisation_id": executor if notice else None,
            "is_held": row["held_since"] is not None,
            "is_untold": MEASURES.is_late(row, "tell_by"),
            "statement_taken": None,
            "signatures": json.loads(row["signatures"]),
            "extensions": json.loads(row["extensions"]),
        }
    )  # fmt: skip
