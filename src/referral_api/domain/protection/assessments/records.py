"""The records of assessments: who answers for the person writes them; others read the section."""

from uuid import UUID

from sqlalchemy import Text, bindparam, exists, false, not_
from sqlalchemy.orm import aliased
from sqlmodel import col

from referral_api.database.statements import Row, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import VisiblePages
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.protection.assessments.schemas import (
    AssessmentRead,
    HealthAnswersRead,
    NeedRead,
    RiskRead,
)
from referral_api.domain.protection.assessments.tables import Assessment
from referral_api.domain.protection.assessments.texts import Texts
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import AssessmentPermission

_RECORDED = (RecordStatus.RECORDED,)
ASSESSMENTS = Lifecycle(
    RecordStatus,
    transition(
        "confirm_risks", AssessmentPermission.CONFIRM_RISKS, _RECORDED, None, [Side.CUSTODIAN]
    ),
    transition(
        "mark_error", AssessmentPermission.MARK_ERROR, _RECORDED, RecordStatus.ENTERED_IN_ERROR,
        [Side.SENDER],
    ),
    open_states=_RECORDED,
)  # fmt: skip
COLUMNS = (
    "id", "case_id", "custodian_id", "status", "level", "conducted_on", "region", "language",
    "interpreter", "needs", "need_urgencies", "need_wishes", "risks", "risk_likelihoods",
    "risk_gravities", "risk_level", "household", "community", "sealed_notes", "sealed_person_view",
    "next_by", "plan_by", "recorded_by_organisation_id", "recorded_by_agent_id", "version",
)  # fmt: skip


async def find_sides(transaction: Transaction, assessment: Assessment) -> set[Side]:
    """Return the caller's sides of an assessment: who recorded it, who answers for the person."""
    own = transaction.actor.organisation_id
    sides = {
        Side.SENDER: own == assessment.recorded_by_organisation_id,
        Side.CUSTODIAN: own == assessment.custodian_id,
    }
    return {side for side, stands in sides.items() if stands}


def _parties(assessment: Assessment) -> list[UUID]:
    return [] if assessment.custodian_id is None else [assessment.custodian_id]


_newer = aliased(Assessment)
# Nothing newer of the same level.
LATEST = not_(
    exists().where(
        col(_newer.case_id) == col(Assessment.case_id), col(_newer.level) == col(Assessment.level),
        col(_newer.status) == literal_code(RecordStatus.RECORDED),
        col(_newer.recorded_key) > col(Assessment.recorded_key),
    )
)  # fmt: skip
ASSESSMENT_RECORDS = Records(
    Assessment,
    ASSESSMENTS,
    subject="assessment",
    creation=AssessmentPermission.RECORD,
    columns=COLUMNS,
    mutable=("status", "risks_confirmed_at", "closed_at"),
    pages=VisiblePages(
        Assessment, false(), section=Section.PROTECTION,
        filters={
            "level": col(Assessment.level) == bindparam("level", type_=Text()),
            "latest": LATEST,
        },
    ),
    sides=find_sides,
    parties=_parties,
    overdue_for="recorded_by_organisation_id",
)  # fmt: skip


def to_response(
    row: Row, texts: Texts | None = None, health: HealthAnswersRead | None = None
) -> AssessmentRead:
    """Turn a row into a response, with its texts if they were opened."""
    opened = texts or Texts()
    needs = [
        NeedRead(need=need, urgency=urgency, wanted=wanted, note=opened.notes.get(need))
        for need, urgency, wanted in zip(
            row["needs"], row["need_urgencies"], row["need_wishes"], strict=True
        )
    ]
    risks = [
        RiskRead(
            flag=flag, likelihood=likelihood, gravity=gravity, answer_to_it=opened.answers.get(flag)
        )
        for flag, likelihood, gravity in zip(
            row["risks"], row["risk_likelihoods"], row["risk_gravities"], strict=True
        )
    ]
    shown = dict(row) | {"needs": needs, "risks": risks}
    return AssessmentRead(**shown, person_view=opened.person_view, health=health)
