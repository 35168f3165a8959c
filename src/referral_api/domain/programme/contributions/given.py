"""What structures contributed to a request or in a period, with their names: for a report."""

import json
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, func, literal_column, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import (
    AnswerState,
    ContributionChannel,
    ContributionRequestStatus,
    ContributionStatus,
)
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.programme.contribution_requests.calls import answer_state
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.domain.programme.contributions.schemas import ContributionLine
from referral_api.domain.programme.contributions.tables import Contribution, ContributionVersion

_VERSION = (
    col(ContributionVersion.lines), col(ContributionVersion.channel),
    col(ContributionVersion.version),
)  # fmt: skip
_TO_REQUEST = Statement(
    select(
        col(Organisation.name), col(ContributionCall.answered_at),
        col(ContributionCall.contribution_id), col(ContributionRequest.due_on),
        col(ContributionRequest.status), func.now().label("now"), *_VERSION,
    )
    .select_from(ContributionCall)
    .join(ContributionRequest)
    .join(Organisation, col(Organisation.id) == col(ContributionCall.organisation_id))
    .outerjoin(
        ContributionVersion,
        (col(ContributionVersion.contribution_id) == col(ContributionCall.contribution_id))
        & (col(ContributionVersion.version) == col(ContributionCall.contribution_version)),
    )
    .where(col(ContributionCall.contribution_request_id) == bindparam("request_id", type_=Uuid()))
    .order_by(col(Organisation.name), col(Organisation.id))
)  # fmt: skip
_FIRST_DAY = func.make_date(
    col(Contribution.year),
    literal_column("3") * col(Contribution.quarter) - literal_column("2"),
    literal_column("1"),
)
_IN_PERIOD = Statement(
    select(
        col(Organisation.name), col(Contribution.recorded_at).label("answered_at"),
        col(Contribution.id).label("contribution_id"), col(Contribution.lines),
        col(Contribution.channel), col(Contribution.version), col(Contribution.year),
        col(Contribution.quarter),
    )
    .join(Organisation, col(Organisation.id) == col(Contribution.organisation_id))
    .where(
        col(Contribution.status) == literal_code(ContributionStatus.CURRENT),
        col(Contribution.year).is_not(None),
        bindparam("since", type_=Date()) <= _FIRST_DAY,
        bindparam("before", type_=Date()) > _FIRST_DAY,
    )
    .order_by(col(Organisation.name), _FIRST_DAY, col(Contribution.id))
)  # fmt: skip


class Given(NamedTuple):
    """What one structure gave, or that it was asked and gave nothing."""

    structure: str
    state: AnswerState
    answered_at: datetime | None
    channel: ContributionChannel | None
    contribution_id: UUID | None
    version: int | None
    lines: tuple[ContributionLine, ...]
    year: int | None = None
    quarter: int | None = None


async def given_to_request(transaction: Transaction, request_id: UUID) -> list[Given]:
    """Read where each structure that was called stands, with the version that was taken."""
    rows = await transaction.all(_TO_REQUEST, request_id=request_id)
    return [
        _to_given(
            row,
            answer_state(
                row["due_on"], row["answered_at"], row["now"],
                is_open=row["status"] == ContributionRequestStatus.OPEN,
            ),
        )
        for row in rows
    ]  # fmt: skip


async def given_in_period(transaction: Transaction, since: date, before: date) -> list[Given]:
    """Read the contributions for the quarters of a period."""
    rows = await transaction.all(_IN_PERIOD, since=since, before=before)
    return [
        _to_given(row, AnswerState.ANSWERED)._replace(year=row["year"], quarter=row["quarter"])
        for row in rows
    ]


def _to_given(row: Row, state: AnswerState) -> Given:
    told: Any = row["answered_at"] and row["lines"]
    return Given(
        row["name"], state, row["answered_at"],
        ContributionChannel(row["channel"]) if told else None,
        row["contribution_id"] if told else None, row["version"] if told else None,
        tuple(map(ContributionLine.model_validate, json.loads(told))) if told else (),
    )  # fmt: skip
