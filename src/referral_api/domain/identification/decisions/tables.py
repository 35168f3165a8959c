"""The table of identification decisions: the step, the agent and the ground of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, DateTime, Text, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import Table, code_column, codes_column
from referral_api.domain.codelists.exploitation import (
    ExploitationForm,
    Indicator,
    Means,
    TraffickingAct,
)
from referral_api.domain.codelists.status import (
    DecisionFinding,
    DecisionGround,
    IdentificationStatus,
    ReviewReason,
)


class Decision(Table, table=True):
    """Append-only: a decision is reconsidered by another decision."""

    __table_args__ = (
        CheckConstraint(
            "finding IS NULL OR to_status IN ('not_presumed', 'not_identified')", name="finding"
        ),
    )

    id: UUID = Field(primary_key=True)
    case_id: UUID = Field(foreign_key="case.id", index=True)
    event: str = Field(sa_type=Text)
    from_status: str = Field(sa_column=code_column("from_status", IdentificationStatus))
    to_status: str = Field(sa_column=code_column("to_status", IdentificationStatus))
    acts: list[str] = Field(sa_column=codes_column("acts", TraffickingAct))
    means: list[str] = Field(sa_column=codes_column("means", Means))
    forms: list[str] = Field(sa_column=codes_column("forms", ExploitationForm))
    indicators: list[str] = Field(sa_column=codes_column("indicators", Indicator))
    treated_as_child: bool
    ground: str | None = Field(sa_column=code_column("ground", DecisionGround, nullable=True))
    review_reason: str | None = Field(
        sa_column=code_column("review_reason", ReviewReason, nullable=True)
    )
    finding: str | None = Field(
        default=None, sa_column=code_column("finding", DecisionFinding, nullable=True)
    )
    # The episodes whose acts, means and forms it rests on.
    exploitation_ids: list[UUID] = Field(
        sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}")
    )
    screening_id: UUID | None = Field(default=None, foreign_key="screening.id")
    sealed_reasons: bytes | None
    organisation_id: UUID = Field(foreign_key="organisation.id")
    agent_id: UUID = Field(foreign_key="agent.id")
    decided_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
