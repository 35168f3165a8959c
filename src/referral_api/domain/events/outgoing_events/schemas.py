"""Response schemas of outgoing events."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.permissions import PermissionCode
from referral_api.schemas import Resource


class OutgoingEventRead(Resource):
    """An event of a case, referral or handoff of yours. Read the rest by its id: the resource shows
    it to organisations that may still see it.
    """

    id: UUID = Field(description="The id of the audit event; the same for every organisation.")
    action: PermissionCode
    subject: str = Field(
        description="The kind of resource that `subject_id` names: a case, a referral, a handoff."
    )
    subject_id: UUID
    case_id: UUID | None = Field(
        description="The case of the event; null if it concerns none, or none of yours where it is"
        " of two."
    )
    by_organisation_id: UUID = Field(
        description="The organisation that acted, or whose deadline passed."
    )
    occurred_at: datetime


class OutgoingEvents(Resource):
    """The next events, oldest first. The events of one transaction are never on two pages, so a
    page may be a little longer than its limit.
    """

    items: Sequence[OutgoingEventRead]
    next_cursor: str = Field(
        description="Send it back as `cursor`, now or later, to get the next events."
    )
