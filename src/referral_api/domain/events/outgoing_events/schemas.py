"""What crosses the wire about outgoing events."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.permissions import PermissionCode
from referral_api.schemas import Resource


class OutgoingEventRead(Resource):
    """Something that happened to a case, referral or handoff of yours. Ask for the rest by its id:
    who may still see it is told.
    """

    id: UUID = Field(description="That of the audit event; the same for every organisation told.")
    action: PermissionCode
    subject: str = Field(description="What `subject_id` names: a case, a referral, a handoff.")
    subject_id: UUID
    case_id: UUID | None = Field(description="The case that it concerns; null if it is about none.")
    by_organisation_id: UUID = Field(description="Whose act it was, or whose deadline passed.")
    occurred_at: datetime


class OutgoingEvents(Resource):
    """The next of them, oldest first. What happened in one transaction is never parted: a page
    may be a little longer than its limit.
    """

    items: Sequence[OutgoingEventRead]
    next_cursor: str = Field(
        description="Send it back as `cursor` for what happens next, now or later."
    )
