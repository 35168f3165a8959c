"""Request and response schemas of webhooks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from referral_api.domain.codelists.webhooks import (
    DeliveryState,
    WebhookDisableReason,
    WebhookStatus,
)
from referral_api.permissions import PermissionCode, SubjectCode
from referral_api.schemas import Instant, Payload, RecordId, Resource


def _leads_somewhere(address: str) -> str:
    try:
        parts = urlsplit(address)
        if parts.hostname and parts.port != 0:
            return address
    except ValueError:  # brackets around no address of IPv6, or a port that is none
        pass
    raise PydanticCustomError("invalid_value", "no address")


# No user, no password, no fragment: an address is stored, and shown to its organisation.
WebhookAddress = Annotated[
    str,
    StringConstraints(
        max_length=500, pattern=r"^https?://[A-Za-z0-9.\-\[\]:]+(/[!-\"$-~]*)?$",
    ),
    AfterValidator(_leads_somewhere),
]  # fmt: skip


class WebhookSubscriptionCreate(Payload):
    """Where a partner system wants to be told, and of what."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    client_id: UUID | None = Field(
        None, description="The partner system of your organisation; null: the one that calls."
    )
    url: WebhookAddress = Field(
        description="Its address, over HTTPS. It must consent before anything is sent."
    )
    event_types: list[PermissionCode] = Field(
        [], max_length=100,
        description="The acts of which it is told, as in `/v1/outgoing-events`; empty: of all.",
    )  # fmt: skip


class WebhookReplay(Payload):
    """What is to be sent again."""

    since: Instant = Field(description="Events from this instant on, delivered or given up.")


class WebhookSubscriptionRead(Resource):
    """Where a partner system is told of your organisation's events."""

    id: UUID
    organisation_id: UUID
    client_id: UUID = Field(description="The partner system that is told.")
    url: str = Field(description="Its address.")
    event_types: Sequence[str] = Field(description="The acts of which it is told; empty: of all.")
    status: WebhookStatus
    disable_reason: WebhookDisableReason | None = Field(description="Why it is disabled.")
    secret: str | None = Field(
        description="The secret that signs, `whsec_…`. Shown once, where it was made; null"
        " everywhere else."
    )
    former_until: datetime | None = Field(
        description="Until when the former secret signs beside the new one."
    )
    recorded_at: datetime
    verified_at: datetime | None = Field(description="When its address first consented.")
    version: int


class WebhookDeliveryRead(Resource):
    """One event for one subscription, and how often it was tried."""

    id: UUID = Field(description="The id of the event, the `webhook-id` of each attempt.")
    action: PermissionCode
    subject: SubjectCode
    subject_id: UUID
    occurred_at: datetime
    state: DeliveryState = Field(description="Whether it waits, was delivered or was given up.")
    attempts: int = Field(description="How often it was tried.")
    next_at: datetime = Field(description="Not tried again before.")
    last_status: int | None = Field(
        description="The status of the last response; null if there was none."
    )
    finished_at: datetime | None = Field(description="When it was delivered or given up.")
