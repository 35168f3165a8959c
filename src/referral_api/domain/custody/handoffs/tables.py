"""The table of handoffs: offers to answer for a case, and their results."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.calls import CallCorrectionReason
from referral_api.domain.codelists.handoffs import (
    ArrivalFailureReason,
    CustodyKind,
    ForceReason,
    HandoffDeclineReason,
    HandoffReason,
    HandoffStatus,
    HandoffWithdrawReason,
    LegalDuty,
)
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex

# Declined, withdrawn and failed offers and corrected calls each have a code list; the column holds
# codes of all.
END_REASONS = sorted(
    {*ArrivalFailureReason, *CallCorrectionReason, *HandoffDeclineReason, *HandoffWithdrawReason}
)


class Handoff(Table, table=True):
    """At most one is open for a case and chain. The offering organisation never accepts its own.

    ``departed_at`` and ``arrived_at`` say when it was recorded. ``corrected_call_id`` names the
    call whose correction returns custody by this handoff.
    """

    __table_args__ = (
        Index(
            "uq_handoff_open", "case_id", "kind", unique=True,
            postgresql_where=text("status IN ('offered','accepted')"),
        ),
        Index("ix_handoff_recorded_key", "recorded_key"),
        Index("ix_handoff_from_id_recorded_key", "from_id", "recorded_key"),
        Index("ix_handoff_to_id_recorded_key", "to_id", "recorded_key"),
        Index("ix_handoff_group_id", "group_id", postgresql_where=text("group_id IS NOT NULL")),
        Index("ix_handoff_decide_by", "decide_by", postgresql_where=text("status = 'offered'")),
        Index(
            "ix_handoff_expected_arrival", "expected_arrival",
            postgresql_where=text("status = 'accepted' AND departed_at IS NOT NULL"),
        ),
        CheckConstraint("from_id <> to_id", name="moves"),
        CheckConstraint("accepted_by_agent_id <> offered_by_agent_id", name="second_person"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id", index=True)
    kind: str = Field(sa_column=code_column("kind", CustodyKind))
    status: str = Field(sa_column=code_column("status", HandoffStatus))
    from_id: UUID = Field(foreign_key="organisation.id")
    to_id: UUID = Field(foreign_key="organisation.id")
    priority: str = Field(sa_column=code_column("priority", Priority))
    physical: bool
    forced: bool
    custody_seq: int
    case_code: str = Field(sa_column=Column(Text, nullable=False))
    sex: str = Field(sa_column=code_column("sex", Sex))
    age_band: str = Field(sa_column=code_column("age_band", AgeBand))
    region: str = Field(sa_column=code_column("region", Region))
    needs: list[str] = Field(sa_column=codes_column("needs", Need))
    risk_flags: list[str] = Field(sa_column=codes_column("risk_flags", RiskFlag))
    shared_sections: list[str] = Field(sa_column=codes_column("shared_sections", Section))
    consent_id: UUID | None = Field(foreign_key="consent.id", index=True)
    legal_duty: str | None = Field(
        default=None, sa_column=code_column("legal_duty", LegalDuty, nullable=True)
    )
    reason: str = Field(sa_column=code_column("reason", sorted({*HandoffReason, *ForceReason})))
    end_reason: str | None = Field(sa_column=code_column("end_reason", END_REASONS, nullable=True))
    offered_by_agent_id: UUID = Field(foreign_key="agent.id")
    offered_by_client_id: UUID | None
    accepted_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    offered_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    decide_by: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    accepted_at: datetime | None = Field(sa_column=timestamp_column())
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    departure_happened_at: datetime | None = Field(sa_column=timestamp_column())
    escorted: bool
    expected_arrival: datetime | None = Field(sa_column=timestamp_column())
    arrived_at: datetime | None = Field(sa_column=timestamp_column())
    arrival_happened_at: datetime | None = Field(sa_column=timestamp_column())
    condition_noted: bool | None
    documents_sha256: str | None = Field(sa_column=Column(Text))
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    do_not_contact: bool = Field(
        sa_column=Column(Boolean, nullable=False, server_default=text("false"))
    )
    treated_as_child: bool | None
    case_risk_flags: list[str] = Field(sa_column=codes_column("case_risk_flags", RiskFlag))
    sheet_updated_at: datetime | None = Field(sa_column=timestamp_column())
    group_id: UUID | None = Field(default=None)
    corrected_call_id: UUID | None = Field(foreign_key="telephone_call.id")
    version: int
