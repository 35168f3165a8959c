"""Request and response schemas of own views."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.own_views import Assent, StoppedAct, ViewMeans, ViewTopic
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource


class OwnViewRecord(Payload):
    """What the person said, in the person's own words."""

    id: RecordId | None = None
    topic: ViewTopic = Field(description="What the view is about.")
    said_on: Day = Field(description="The day on which it was said. Not later than today.")
    language: Language = Field(description="The language in which it was said.")
    means: ViewMeans = Field(description="How it was said.")
    view: LongText = Field(description="The view in the person's own words, sealed.")
    assent: Assent = Field(
        description="Whether the person agrees. `refused` does not stop protection; it stops"
        " contact with the family, the return, the use of the image, or steps before a court."
    )


class OwnViewWeigh(Payload):
    """How the view was taken into account, as it is told back to the person."""

    weight_given: LongText = Field(description="How it was taken into account, sealed.")


class OwnViewRead(Resource):
    """An own view of a person."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    topic: ViewTopic = Field(description="What the view is about.")
    said_on: date = Field(description="The day on which it was said.")
    language: Language = Field(description="The language in which it was said.")
    means: ViewMeans = Field(description="How it was said.")
    view: str | None = Field(
        description="The view in the person's own words; null unless it is read by itself."
    )
    assent: Assent = Field(description="Whether the person agrees.")
    stops: StoppedAct | None = Field(description="What this view stops as long as it is the last.")
    weight_given: str | None = Field(
        description="How it was taken into account; null unless it is read by itself."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
