"""The tables of subscriptions, of how far each was followed, and of what is sent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, DateTime, Index, Text, text
from sqlmodel import Field

from referral_api.database.tables import (
    Table,
    TransactionNumber,
    code_column,
    recorded_key_column,
    timestamp_column,
)
from referral_api.domain.codelists.webhooks import (
    DeliveryState,
    WebhookDisableReason,
    WebhookStatus,
)

WAITING = text("state = 'waiting'")


class WebhookSubscription(Table, table=True):
    """Where one partner system is told of events, and of which; no types: of all.

    ``sealed`` is the secret, ``sealed_former`` the one before, which signs too until
    ``former_until``. Both are sealed by a key of the subscription's own.
    """

    __table_args__ = (
        CheckConstraint(
            "(status = 'disabled') = (disable_reason IS NOT NULL)", name="disabled"
        ),
        Index(
            "ix_webhook_subscription_organisation_id_recorded_key", "organisation_id",
            "recorded_key",
        ),
        Index(
            "ix_webhook_subscription_open", "status", postgresql_where=text("status <> 'disabled'")
        ),
    )  # fmt: skip

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(default=None, sa_column=recorded_key_column())
    organisation_id: UUID = Field(foreign_key="organisation.id")
    client_id: UUID = Field(foreign_key="client.id")
    url: str = Field(sa_column=Column(Text, nullable=False))
    event_types: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    status: str = Field(sa_column=code_column("status", WebhookStatus))
    disable_reason: str | None = Field(
        sa_column=code_column("disable_reason", WebhookDisableReason, nullable=True)
    )
    wrapping_key_id: str = Field(sa_column=Column(Text, nullable=False))
    wrapped_key: bytes
    sealed: bytes
    sealed_former: bytes | None
    former_until: datetime | None = Field(sa_column=timestamp_column())
    recorded_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    verified_at: datetime | None = Field(sa_column=timestamp_column())
    version: int


class WebhookPosition(Table, table=True):
    """How far the outbox was followed for a subscription."""

    subscription_id: UUID = Field(primary_key=True, foreign_key="webhook_subscription.id")
    organisation_id: UUID
    xid: int = Field(
        sa_column=Column(
            TransactionNumber, nullable=False, server_default=text("pg_current_xact_id()")
        )
    )


class WebhookDelivery(Table, table=True):
    """One event for one subscription. Of one subject, one follows the other: by ``xid`` and id."""

    __table_args__ = (
        Index(
            "ix_webhook_delivery_lane", "subscription_id", "subject_id", "xid", "event_id",
            postgresql_where=WAITING,
        ),
        Index("ix_webhook_delivery_next_at", "next_at", postgresql_where=WAITING),
        Index("ix_webhook_delivery_finished_at", "finished_at"),
    )  # fmt: skip

    subscription_id: UUID = Field(primary_key=True, foreign_key="webhook_subscription.id")
    event_id: UUID = Field(primary_key=True)
    organisation_id: UUID
    xid: int = Field(sa_column=Column(TransactionNumber, nullable=False))
    action: str = Field(sa_column=Column(Text, nullable=False))
    subject: str = Field(sa_column=Column(Text, nullable=False))
    subject_id: UUID
    occurred_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    state: str = Field(sa_column=code_column("state", DeliveryState))
    attempts: int
    next_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()"))
    )
    leased_until: datetime | None = Field(sa_column=timestamp_column())
    last_status: int | None = Field(sa_column=Column(BigInteger))
    finished_at: datetime | None = Field(sa_column=timestamp_column())
