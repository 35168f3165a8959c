"""The history of counted rows: each image with the transactions that began and ended it.

Triggers write it in the transaction of the act. Sealed columns are never copied, and no row is ever
deleted. ``began`` and ``ended`` are numbers of transactions, not times: by time, the answer to the
same question changes when a transaction that began earlier commits later.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Index,
    PrimaryKeyConstraint,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import Table, TransactionNumber, timestamp_column


class Image(Table):
    """What every image has: the row that it is of, and the transactions that began and ended it.

    Numbers of transactions begin anew with each generation.
    """

    row_id: UUID = Field(primary_key=True)
    began: int = Field(
        primary_key=True, sa_type=TransactionNumber,
        sa_column_kwargs={"server_default": text("pg_current_xact_id()")},
    )  # fmt: skip
    generation: int = Field(primary_key=True, sa_type=BigInteger)
    recorded_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": text("now()")}
    )
    ended: int | None = Field(sa_type=TransactionNumber)
    ended_generation: int | None = Field(sa_type=BigInteger)


class CountedCase(Image, table=True):
    """An image of a case."""

    sex: str | None = Field(sa_type=Text)
    age_band: str | None = Field(sa_type=Text)
    age_in_doubt: bool | None
    region: str | None = Field(sa_type=Text)
    nationality: str | None = Field(sa_type=Text)
    nationalities: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    status: str | None = Field(sa_type=Text)
    state: str | None = Field(sa_type=Text)
    closure_reason: str | None = Field(sa_type=Text)
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    registered_by_organisation_id: UUID | None
    registered_at: datetime | None = Field(sa_column=timestamp_column())


class CountedDecision(Image, table=True):
    """An image of a decision, without its reasons."""

    case_id: UUID | None
    from_status: str | None = Field(sa_type=Text)
    to_status: str | None = Field(sa_type=Text)
    forms: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    treated_as_child: bool | None
    ground: str | None = Field(sa_type=Text)
    finding: str | None = Field(sa_type=Text)
    organisation_id: UUID | None
    decided_at: datetime | None = Field(sa_column=timestamp_column())


class CountedReferral(Image, table=True):
    """An image of a referral, with what its sheet says for the tables by category."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    sender_id: UUID | None
    receiver_id: UUID | None
    service_type: str | None = Field(sa_type=Text)
    priority: str | None = Field(sa_type=Text)
    sex: str | None = Field(sa_type=Text)
    age_band: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    treated_as_child: bool | None
    end_reason: str | None = Field(sa_type=Text)
    outcome: str | None = Field(sa_type=Text)
    decide_by: datetime | None = Field(sa_column=timestamp_column())
    sent_at: datetime | None = Field(sa_column=timestamp_column())
    received_at: datetime | None = Field(sa_column=timestamp_column())
    accepted_at: datetime | None = Field(sa_column=timestamp_column())
    started_at: datetime | None = Field(sa_column=timestamp_column())
    closed_at: datetime | None = Field(sa_column=timestamp_column())
    # Of what ended before migration 0052 they are not known.
    acknowledge_by: datetime | None = Field(sa_column=timestamp_column())
    start_by: datetime | None = Field(sa_column=timestamp_column())
    feedback_by: datetime | None = Field(sa_column=timestamp_column())
    answer_cancellation_by: datetime | None = Field(sa_column=timestamp_column())
    expected_arrival: datetime | None = Field(sa_column=timestamp_column())


class CountedHandoff(Image, table=True):
    """An image of a handoff, with what its sheet says for the tables by category."""

    case_id: UUID | None
    kind: str | None = Field(sa_type=Text)
    status: str | None = Field(sa_type=Text)
    from_id: UUID | None
    to_id: UUID | None
    priority: str | None = Field(sa_type=Text)
    reason: str | None = Field(sa_type=Text)
    end_reason: str | None = Field(sa_type=Text)
    forced: bool | None
    physical: bool | None
    sex: str | None = Field(sa_type=Text)
    age_band: str | None = Field(sa_type=Text)
    region: str | None = Field(sa_type=Text)
    treated_as_child: bool | None
    offered_at: datetime | None = Field(sa_column=timestamp_column())
    decide_by: datetime | None = Field(sa_column=timestamp_column())
    accepted_at: datetime | None = Field(sa_column=timestamp_column())
    departed_at: datetime | None = Field(sa_column=timestamp_column())
    expected_arrival: datetime | None = Field(sa_column=timestamp_column())
    arrived_at: datetime | None = Field(sa_column=timestamp_column())
    arrival_happened_at: datetime | None = Field(sa_column=timestamp_column())
    closed_at: datetime | None = Field(sa_column=timestamp_column())


class CountedConsent(Image, table=True):
    """An image of a consent. ``is_confirmed``: a second person stands behind its legal ground."""

    case_id: UUID | None
    status: str | None = Field(sa_type=Text)
    given_by: str | None = Field(sa_type=Text)
    method: str | None = Field(sa_type=Text)
    purposes: list[str] | None = Field(sa_column=Column(ARRAY(Text)))
    legal_ground: str | None = Field(sa_type=Text)
    organisation_id: UUID | None
    is_confirmed: bool | None
    confirm_by: datetime | None = Field(sa_column=timestamp_column())
    stated_at: datetime | None = Field(sa_column=timestamp_column())
    active_since: datetime | None = Field(sa_column=timestamp_column())
    refused_at: datetime | None = Field(sa_column=timestamp_column())
    ended_at: datetime | None = Field(sa_column=timestamp_column())


class CountedCapacity(Image, table=True):
    """An image of the places of one organisation, which ``row_id`` names."""

    __table_args__ = (
        # They change with each arrival: what stands is found at once.
        Index(
            "uq_counted_capacity_standing", "row_id", unique=True,
            postgresql_where=text("ended IS NULL"),
        ),
    )  # fmt: skip

    places: int | None
    held: int | None
    occupied: int | None
    overflow: int | None
    stated_at: datetime | None = Field(sa_column=timestamp_column())


class EntryImage(Image, table=True):
    """An image of an entry, a contribution or an organisation: ``kind`` is the name of its table.

    They are few and hold no person, so that each is kept as JSON in one table.
    """

    # The images of one table lie together.
    __table_args__ = (PrimaryKeyConstraint("kind", "row_id", "began", "generation"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    organisation_id: UUID
    image: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
