"""The request schema of an acceptance: when the service starts, and which place is held."""

from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.places import OverflowReason, PlaceUnit
from referral_api.schemas import Instant, Payload


class ReferralAccept(Payload):
    """The promise to help."""

    expected_start: Instant | None = Field(
        None, description="Not before the sending, and not after `start_by`."
    )
    service_id: UUID | None = Field(
        None, description="The service that takes the person in; any of yours, if left out."
    )
    unit: PlaceUnit | None = Field(
        None, description="The unit of the place; one that fits sex and age, if left out."
    )
    overflow_reason: OverflowReason | None = Field(
        None,
        description="Why you take in one person more, if no place is free. Supervisors only; the"
        " coordination is told.",
    )
