"""The table of referrals, each with the sheet that a receiver sees before it accepts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Text, text
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
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import AccessibilityNeed, Need, RiskFlag
from referral_api.domain.codelists.places import Bed, OverflowReason
from referral_api.domain.codelists.referral_groups import GroupTie, PartingReason
from referral_api.domain.codelists.referrals import (
    Attendance,
    CancelReason,
    HoldReason,
    OutcomeCode,
    Priority,
    ReferralStatus,
    RefusalReason,
    ServiceType,
    StopReason,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex

# Pauses, refusals, cancellations, stops and corrected calls each have a code list; the column holds
# codes of all.
END_REASONS = sorted({*CallCorrectionReason, *CancelReason, *RefusalReason, *StopReason})
REASONS = sorted({*END_REASONS, *HoldReason})


# Apart from the lists that are held together: a version before writes the row without it.
OVERFLOW = f"overflow_reason = ANY ('{{{','.join(OverflowReason)}}}'::text[])"

# The states of ``lifecycle.OPEN``.
OPEN = "status IN ('accepted','draft','in_progress','on_hold','received','requested')"


class Referral(Table, table=True):
    """The sheet: code, sex, age band, region and languages are copied from the case on sending;
    needs, risk flags and the rest are those of the draft.

    While the referral is open it follows the corrections of the case. ``sender_id`` is the fact of
    who sent it. ``custodian_id`` is the organisation that answers for the person now: the database
    writes it, and moves it with custody (``alembic/sql/functions/move_referrals.sql``). It is empty
    where custody has not moved since a version that did not write it.
    """

    __table_args__ = (
        Index("ix_referral_recorded_key", "recorded_key"),
        Index("ix_referral_case_id_recorded_key", "case_id", "recorded_key"),
        Index("ix_referral_sender_id_recorded_key", "sender_id", "recorded_key"),
        Index("ix_referral_receiver_id_recorded_key", "receiver_id", "recorded_key"),
        Index(
            "ix_referral_open_receiver_id_recorded_key", "receiver_id", "recorded_key",
            postgresql_where=text(OPEN),
        ),
        Index(
            "ix_referral_decide_by", "decide_by",
            postgresql_where=text("status IN ('requested','received')"),
        ),
        Index("ix_referral_start_by", "start_by", postgresql_where=text("status = 'accepted'")),
        Index(
            "ix_referral_paused_start_by", "start_by",
            postgresql_where=text("status = 'on_hold' AND started_at IS NULL"),
        ),
        Index(
            "ix_referral_answer_cancellation_by", "answer_cancellation_by",
            postgresql_where=text(
                "answer_cancellation_by IS NOT NULL"
                " AND status IN ('accepted','in_progress','on_hold')"
            ),
        ),
        Index(
            "ix_referral_acknowledge_by", "acknowledge_by",
            postgresql_where=text("status = 'requested' AND acknowledgement_delay_at IS NULL"),
        ),
        Index(
            "ix_referral_feedback_by", "feedback_by",
            postgresql_where=text(
                "status IN ('in_progress','on_hold') AND feedback_delay_at IS NULL"
            ),
        ),
        Index(
            "ix_referral_expected_arrival", "expected_arrival",
            postgresql_where=text(
                "status IN ('accepted','on_hold') AND started_at IS NULL"
                " AND arrival_delay_at IS NULL AND expected_arrival IS NOT NULL"
            ),
        ),
        *(
            Index(
                f"ix_referral_group_{side}_id_recorded_key", f"{side}_id", "recorded_key",
                postgresql_where=text("group_id IS NOT NULL"),
            )
            for side in ("custodian", "receiver")
        ),
        Index("ix_referral_group_id", "group_id", postgresql_where=text("group_id IS NOT NULL")),
        Index(
            "ix_referral_awaited_arrival", "expected_arrival",
            postgresql_where=text(
                "status IN ('accepted','on_hold') AND started_at IS NULL"
                " AND expected_arrival IS NOT NULL"
            ),
        ),
        Index("ix_referral_review_on", "review_on", postgresql_where=text("status = 'on_hold'")),
        # One person, one place; a transfer holds its place beside the one that she still has.
        Index(
            "uq_referral_place", "case_id", unique=True,
            postgresql_where=text(
                "bed = 'occupied' OR (bed = 'held' AND transfer_from_id IS NULL)"
            ),
        ),
        Index(
            "uq_referral_transfer", "case_id", unique=True,
            postgresql_where=text("bed = 'held' AND transfer_from_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    status: str = Field(sa_column=code_column("status", ReferralStatus))
    sender_id: UUID = Field(foreign_key="organisation.id")
    receiver_id: UUID = Field(foreign_key="organisation.id")
    service_type: str = Field(sa_column=code_column("service_type", ServiceType))
    priority: str = Field(sa_column=code_column("priority", Priority))
    case_code: str = Field(sa_column=Column(Text, nullable=False))
    sex: str = Field(sa_column=code_column("sex", Sex))
    age_band: str = Field(sa_column=code_column("age_band", AgeBand))
    region: str = Field(sa_column=code_column("region", Region))
    languages: list[str] = Field(sa_column=codes_column("languages", Language))
    needs: list[str] = Field(sa_column=codes_column("needs", Need))
    risk_flags: list[str] = Field(sa_column=codes_column("risk_flags", RiskFlag))
    accessibility_needs: list[str] = Field(
        sa_column=codes_column("accessibility_needs", AccessibilityNeed)
    )
    interpreter_needed: bool
    unaccompanied: bool
    caregiver_informed: bool
    do_not_contact: bool
    consent_id: UUID | None = Field(foreign_key="consent.id", index=True)
    shared_sections: list[str] = Field(sa_column=codes_column("shared_sections", Section))
    bed: str = Field(sa_column=code_column("bed", Bed))
    acknowledge_by: datetime | None = Field(sa_column=timestamp_column())
    decide_by: datetime | None = Field(sa_column=timestamp_column())
    start_by: datetime | None = Field(sa_column=timestamp_column())
    feedback_by: datetime | None = Field(sa_column=timestamp_column())
    sent_at: datetime | None = Field(sa_column=timestamp_column())
    received_at: datetime | None = Field(sa_column=timestamp_column())
    accepted_at: datetime | None = Field(sa_column=timestamp_column())
    started_at: datetime | None = Field(sa_column=timestamp_column())
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    sheet_closed_at: datetime | None = Field(default=None, sa_column=timestamp_column())
    sheet_until: datetime | None = Field(default=None, sa_column=timestamp_column())
    review_on: date | None = Field(sa_column=Column(Date))
    attendance: str | None = Field(sa_column=code_column("attendance", Attendance, nullable=True))
    appointment_at: datetime | None = Field(sa_column=timestamp_column())
    cancellation_requested: bool
    answer_cancellation_by: datetime | None = Field(sa_column=timestamp_column())
    reason: str | None = Field(sa_column=code_column("reason", REASONS, nullable=True))
    hold_reason: str | None = Field(sa_column=code_column("hold_reason", HoldReason, nullable=True))
    cancellation_reason: str | None = Field(
        sa_column=code_column("cancellation_reason", CancelReason, nullable=True)
    )
    end_reason: str | None = Field(sa_column=code_column("end_reason", END_REASONS, nullable=True))
    custodian_id: UUID | None
    treated_as_child: bool | None
    case_risk_flags: list[str] = Field(sa_column=codes_column("case_risk_flags", RiskFlag))
    sheet_updated_at: datetime | None = Field(sa_column=timestamp_column())
    acknowledgement_delay_at: datetime | None = Field(sa_column=timestamp_column())
    feedback_delay_at: datetime | None = Field(sa_column=timestamp_column())
    cancellation_delay_at: datetime | None = Field(sa_column=timestamp_column())
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    departure_recorded_at: datetime | None = Field(sa_column=timestamp_column())
    expected_arrival: datetime | None = Field(sa_column=timestamp_column())
    escorted: bool | None
    arrival_delay_at: datetime | None = Field(sa_column=timestamp_column())
    transfer_from_id: UUID | None = Field(foreign_key="referral.id")
    place_id: UUID | None = Field(default=None, foreign_key="place.id")
    overflow_reason: str | None = Field(
        default=None,
        sa_column=Column(
            Text,
            CheckConstraint(OVERFLOW, name="overflow_reason_code"),
        ),
    )
    outcome: str | None = Field(sa_column=code_column("outcome", OutcomeCode, nullable=True))
    onward_referral_id: UUID | None = Field(default=None)
    # Of a family or group that is referred in one act: what the person is to it, who is the mother
    # of a child, and whether the sender allows the person to be received apart.
    group_id: UUID | None = Field(default=None)
    group_tie: str | None = Field(
        default=None, sa_column=code_column("group_tie", GroupTie, nullable=True)
    )
    group_mother_case_id: UUID | None = Field(default=None)
    group_may_part: bool | None = Field(default=None)
    parting_reason: str | None = Field(
        default=None, sa_column=code_column("parting_reason", PartingReason, nullable=True)
    )
    # When the coordination named the receiver as the shelter that it has found.
    shelter_named_at: datetime | None = Field(default=None, sa_column=timestamp_column())
    suggested_receiver_id: UUID | None = Field(foreign_key="organisation.id")
    replaces_id: UUID | None = Field(foreign_key="referral.id")
    created_by_agent_id: UUID = Field(foreign_key="agent.id")
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    version: int
