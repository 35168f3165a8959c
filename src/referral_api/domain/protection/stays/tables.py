"""The table of stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    code_column,
    codes_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.places import PlaceUnit
from referral_api.domain.codelists.stays import (
    ArrivalState,
    DepartureReason,
    DestinationKind,
    StayStatus,
)
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex

PRESENT = "status IN ('present','absent')"


class Stay(Table, table=True):
    """One stay of one person at one host. It never holds an address, nor the name of a place.

    The database writes ``custodian_id``, which follows custody, what it copies of the case, and
    ``is_transfer``: whether the person is expected here while present or absent elsewhere. It also
    takes a place of the unit if no referral has one for the person (``has_place``): ``place_id``,
    or one of no stated unit; ``is_beyond`` if none was free.
    ``absence_id`` is of the present absence, ``absences`` are the past ones.
    """

    __table_args__ = (
        Index("ix_stay_recorded_key", "recorded_key"),
        Index("ix_stay_case_id_recorded_key", "case_id", "recorded_key"),
        Index(
            "ix_stay_host_organisation_id_recorded_key", "host_organisation_id", "recorded_key"
        ),
        Index("ix_stay_referral_id", "referral_id", postgresql_where=text("status = 'expected'")),
        Index("ix_stay_expected_at", "expected_at", postgresql_where=text("status = 'expected'")),
        Index("ix_stay_handoff_id", "handoff_id", postgresql_where=text("status = 'expected'")),
        Index(
            "ix_stay_return_by", "return_by",
            postgresql_where=text("status = 'absent' AND return_delay_at IS NULL"),
        ),
        # One present or absent, and one expected: beside a present one it is a transfer.
        Index("uq_stay_present", "case_id", unique=True, postgresql_where=text(PRESENT)),
        Index(
            "uq_stay_expected", "case_id", unique=True,
            postgresql_where=text("status = 'expected'"),
        ),
        CheckConstraint("num_nonnulls(referral_id, handoff_id) <= 1", name="one_reason"),
        CheckConstraint(
            "(status = 'departed') = (departure_reason IS NOT NULL)"
            " OR status = 'entered_in_error'",
            name="departure",
        ),
        CheckConstraint(
            "arrived_at IS NOT NULL"
            " OR status IN ('expected','not_arrived','cancelled','entered_in_error')",
            name="arrival",
        ),
        CheckConstraint("departed_at >= arrived_at", name="order_of_days"),
        CheckConstraint("(status = 'absent') <= (absence_id IS NOT NULL)", name="absence"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    case_id: UUID = Field(foreign_key="case.id")
    host_organisation_id: UUID = Field(foreign_key="organisation.id")
    custodian_id: UUID | None
    unit: str = Field(sa_column=code_column("unit", PlaceUnit))
    referral_id: UUID | None = Field(foreign_key="referral.id")
    handoff_id: UUID | None = Field(foreign_key="handoff.id")
    status: str = Field(sa_column=code_column("status", StayStatus))
    is_transfer: bool = Field(default=False)
    has_place: bool = Field(default=False)
    place_id: UUID | None = Field(default=None, foreign_key="place.id")
    is_beyond: bool = Field(default=False)
    # Of the case when the stay was recorded, by which the host counts its own.
    sex: str | None = Field(sa_column=code_column("sex", Sex, nullable=True))
    age_band: str | None = Field(sa_column=code_column("age_band", AgeBand, nullable=True))
    region: str | None = Field(sa_column=code_column("region", Region, nullable=True))
    treated_as_child: bool | None
    expected_at: datetime | None = Field(sa_column=timestamp_column())
    arrived_at: datetime | None = Field(sa_column=timestamp_column())
    arrival_state: list[str] = Field(sa_column=codes_column("arrival_state", ArrivalState))
    with_women: int | None
    with_girls: int | None
    with_men: int | None
    with_boys: int | None
    with_unknown: int | None
    rules_explained_in: str | None = Field(
        sa_column=code_column("rules_explained_in", Language, nullable=True)
    )
    free_to_leave_told: str = Field(sa_column=code_column("free_to_leave_told", Answer))
    absence_id: UUID | None
    absent_since: datetime | None = Field(sa_column=timestamp_column())
    return_expected_at: datetime | None = Field(sa_column=timestamp_column())
    absence_planned: str | None = Field(
        sa_column=code_column("absence_planned", Answer, nullable=True)
    )
    return_by: datetime | None = Field(sa_column=timestamp_column())
    return_delay_at: datetime | None = Field(sa_column=timestamp_column())
    absences: Any = Field(sa_column=Column(JSONB, nullable=False, server_default="[]"))
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    departure_reason: str | None = Field(
        sa_column=code_column("departure_reason", DepartureReason, nullable=True)
    )
    departure_wished: str | None = Field(
        sa_column=code_column("departure_wished", Answer, nullable=True)
    )
    destination_kind: str | None = Field(
        sa_column=code_column("destination_kind", DestinationKind, nullable=True)
    )
    destination_region: str | None = Field(
        sa_column=code_column("destination_region", Region, nullable=True)
    )
    sealed_destination: bytes | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    version: int
