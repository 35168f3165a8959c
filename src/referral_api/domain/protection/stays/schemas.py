"""Request and response schemas of stays."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

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
from referral_api.schemas import Count, Instant, Payload, RecordId, Resource, ShortText


class People(Payload):
    """How many people came with the person, each without a file of this stay. Null: not counted."""

    women: Count | None = Field(None, description="How many women.")
    girls: Count | None = Field(None, description="How many girls.")
    men: Count | None = Field(None, description="How many men.")
    boys: Count | None = Field(None, description="How many boys.")
    unknown: Count | None = Field(
        None, description="How many people whose sex or age is not known."
    )


class StayArrive(Payload):
    """How the person arrived. No diagnosis, and no narrative."""

    happened_at: Instant = Field(description="When the person arrived. Not later than now.")
    arrival_state: list[ArrivalState] = Field(
        max_length=6, description="How the person is, in what can be seen."
    )
    with_person: People = Field(
        People(), description="Who came with the person. Children need files of their own."
    )
    rules_explained_in: Language | None = Field(
        None, description="The language in which the rules of the house were explained."
    )
    free_to_leave_told: Answer = Field(
        Answer.NOT_ASKED,
        description="Whether the person was told that they may leave. A shelter is not detention.",
    )


class StayRecord(Payload):
    """A person who is expected at your organisation, or who stands at its door."""

    id: RecordId | None = None
    case_id: UUID
    unit: PlaceUnit = Field(description="The kind of place that the person takes.")
    referral_id: UUID | None = Field(None, description="Your referral that leads to the stay.")
    handoff_id: UUID | None = Field(
        None, description="The handoff to you that leads to it. Without either, a walk-in."
    )
    expected_at: Instant | None = Field(None, description="When the person is expected.")
    arrival: StayArrive | None = Field(
        None, description="Given, the person has arrived already, and nobody had to expect it."
    )


class StayNoteAbsence(Payload):
    """The person has left for a while."""

    happened_at: Instant = Field(description="Since when the person is away.")
    return_expected_at: Instant | None = Field(
        None, description="When the return is expected; at most 30 days from now."
    )
    planned: Answer = Field(
        Answer.UNKNOWN,
        description="`yes`: agreed beforehand. Any other is overdue after 24 hours, of a child"
        " after one.",
    )


class StayNoteReturn(Payload):
    """The person has come back."""

    happened_at: Instant = Field(description="When the person came back.")


class StayDepart(Payload):
    """The person has left for good: why, and where to. No address."""

    happened_at: Instant = Field(description="When the person left.")
    reason: DepartureReason = Field(description="Why the person left.")
    wished: Answer = Field(Answer.UNKNOWN, description="Whether the person wished to leave.")
    destination_kind: DestinationKind = Field(
        DestinationKind.UNKNOWN, description="Where the person went."
    )
    destination_region: Region | None = Field(None, description="The region, and no place in it.")
    destination_locality: ShortText | None = Field(
        None,
        description="The village or quarter, sealed. Only the organisation responsible for the"
        " person reads it.",
    )


class Absence(Resource):
    """One absence that has ended."""

    left_at: datetime = Field(description="Since when the person was away.")
    return_expected_at: datetime | None = Field(description="When the return was expected.")
    returned_at: datetime | None = Field(description="When the person came back; null: never.")
    planned: Answer = Field(description="Whether it was agreed beforehand.")


class PeopleRead(Resource):
    """How many people came with the person. Null: not counted."""

    women: int | None = Field(description="How many women.")
    girls: int | None = Field(description="How many girls.")
    men: int | None = Field(description="How many men.")
    boys: int | None = Field(description="How many boys.")
    unknown: int | None = Field(description="How many people whose sex or age is not known.")


class StayRead(Resource):
    """A stay: who is expected, present, away for a while, or gone. It never holds an address."""

    id: UUID
    case_id: UUID
    host_organisation_id: UUID = Field(description="The organisation where the person stays.")
    unit: PlaceUnit = Field(description="The kind of place that the person takes.")
    referral_id: UUID | None = Field(description="The referral that led to the stay.")
    handoff_id: UUID | None = Field(description="The handoff that led to the stay.")
    status: StayStatus
    is_transfer: bool = Field(
        description="True: the person is expected here, and present or absent elsewhere."
    )
    is_beyond: bool = Field(
        description="True: no place was free on arrival, and the coordination is told."
    )
    expected_at: datetime | None = Field(description="When the person is expected.")
    arrived_at: datetime | None = Field(description="When the person arrived.")
    arrival_state: list[ArrivalState] = Field(description="How the person was on arrival.")
    with_person: PeopleRead = Field(description="Who came with the person.")
    rules_explained_in: Language | None = Field(
        description="The language in which the rules of the house were explained."
    )
    free_to_leave_told: Answer = Field(
        description="Whether the person was told that they may leave."
    )
    absent_since: datetime | None = Field(description="Since when the person is away.")
    return_expected_at: datetime | None = Field(description="When the return is expected.")
    absence_planned: Answer | None = Field(description="Whether it was agreed beforehand.")
    return_by: datetime | None = Field(description="From then on the return is overdue.")
    return_overdue: bool = Field(
        description="True: the person is away for too long, and an alert is raised."
    )
    absences: list[Absence] = Field(description="The absences that have ended.")
    departed_at: datetime | None = Field(description="When the person left for good.")
    departure_reason: DepartureReason | None = Field(description="Why the person left.")
    departure_wished: Answer | None = Field(description="Whether the person wished to leave.")
    destination_kind: DestinationKind | None = Field(description="Where the person went.")
    destination_region: Region | None = Field(description="The region where the person went.")
    destination_locality: str | None = Field(
        description="The village or quarter; null unless you are responsible for the person and"
        " read the stay by itself."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
