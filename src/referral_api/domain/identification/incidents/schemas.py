"""Request and response schemas of incidents."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.exploitation import ExploitationForm, Means, TraffickingAct
from referral_api.domain.codelists.incidents import DetectionMethod, IncidentStatus
from referral_api.domain.codelists.scenes import MovementScope
from referral_api.domain.identification.scenes.counts import PeopleCount, PeopleCounted
from referral_api.domain.identification.scenes.partial_dates import PartialDate
from referral_api.domain.identification.scenes.schemas import SceneRead, SceneRecord
from referral_api.schemas import Count, LongText, Payload, RecordId, Resource, ShortText

_PARTIAL = "As far as it is known: a year, a month or a day."
_METHOD = "How it was detected."
_GOING_ON = "Whether it still goes on."
_FORMS = "What it looked like. Figures use the cases, not this."
_FOUND = "How many people were found at the scene. Their cases follow one by one."
_SUSPECTS = "How many suspects were seen."
_GROUP = "Whether an organised group is behind it."
_OFFICIAL = (
    "Whether an official is involved. Sealed: who is responsible for the investigation of a case"
    " that"
)
_OPERATION = "The name of the operation, sealed."
_NARRATIVE = "What happened, sealed with the incident's own key."


class IncidentContents(Payload):
    """What is known of an incident; a correction replaces all of it."""

    detected_on: PartialDate = Field(description=_PARTIAL)
    reported_on: PartialDate | None = Field(None, description=_PARTIAL)
    detected_by_organisation_id: UUID | None = Field(
        None, description="The organisation that detected it; null: yours."
    )
    detection_method: DetectionMethod = Field(description=_METHOD)
    began_on: PartialDate | None = Field(None, description=_PARTIAL)
    ended_on: PartialDate | None = Field(None, description=_PARTIAL)
    still_going_on: Answer = Field(Answer.NOT_ASKED, description=_GOING_ON)
    place: SceneRecord = Field(description="Where it was detected.")
    movement_scope: MovementScope = Field(description="How far its people were moved.")
    suspected_forms: list[ExploitationForm] = Field([], max_length=22, description=_FORMS)
    people_found: PeopleCount = Field(PeopleCount(), description=_FOUND)
    suspects_seen: Count | None = Field(None, description=_SUSPECTS)
    organised_group: Answer = Field(Answer.NOT_ASKED, description=_GROUP)
    official_involved: Answer = Field(
        Answer.NOT_ASKED, description=f"{_OFFICIAL} hangs on it reads it, and nobody else."
    )
    operation_name: ShortText | None = Field(None, description=_OPERATION)
    narrative: LongText | None = Field(None, description=_NARRATIVE)


class IncidentRecord(IncidentContents):
    """An event of trafficking that your organisation knows of."""

    id: RecordId | None = None


class IncidentLink(Payload):
    """Cases that you are responsible for, of persons whom the incident concerns: all of them, or
    none.
    """

    case_ids: list[UUID] = Field(
        min_length=1, max_length=200, description="Each hangs on one incident at most."
    )


class IncidentMerge(Payload):
    """The incident that says the same."""

    into_id: UUID = Field(description="The incident that stays. Both codes do.")


class IncidentRead(Resource):
    """An incident. Whoever sees it sees none of its cases for that reason. What is sealed, and what
    follows from its cases, is there where it is read by itself.
    """

    id: UUID
    code: str = Field(description="A random code, safe to say on the telephone.")
    status: IncidentStatus
    detected_on: str = Field(description=_PARTIAL)
    reported_on: str | None = Field(description=_PARTIAL)
    detected_by_organisation_id: UUID = Field(description="The organisation that detected it.")
    detection_method: DetectionMethod = Field(description=_METHOD)
    began_on: str | None = Field(description=_PARTIAL)
    ended_on: str | None = Field(description=_PARTIAL)
    still_going_on: Answer = Field(description=_GOING_ON)
    place: SceneRead = Field(description="Where it was detected.")
    movement_scope: MovementScope = Field(description="How far its people were moved.")
    suspected_forms: list[ExploitationForm] = Field(description=_FORMS)
    acts: list[TraffickingAct] = Field(description="Of the linked cases whose acts you may see.")
    means: list[Means] = Field(description="Of the linked cases whose means you may see.")
    forms: list[ExploitationForm] = Field(description="Of the linked cases whose forms you see.")
    people_found: PeopleCounted = Field(description=_FOUND)
    cases_linked: int | None = Field(
        description="How many cases hang on it, where it is read by itself; null unless you are"
        " responsible for one of them."
    )
    accused_linked: int | None = Field(description="Null: no accused is recorded yet.")
    suspects_seen: int | None = Field(description=_SUSPECTS)
    organised_group: Answer = Field(description=_GROUP)
    official_involved: Answer | None = Field(
        description=f"{_OFFICIAL} hangs on it reads it; null to everybody else."
    )
    operation_name: str | None = Field(description=f"{_OPERATION} Null to the coordination.")
    narrative: str | None = Field(description=f"{_NARRATIVE} Null to the coordination.")
    merge_into_id: UUID | None = Field(description="The incident that it is proposed to be.")
    merged_into_id: UUID | None = Field(description="The incident that it is.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int


class IncidentCaseRead(Resource):
    """A case that hangs on an incident, to the organisation responsible for it and to the
    coordination.
    """

    id: UUID
    incident_id: UUID = Field(description="The incident.")
    case_id: UUID
    linked_by_organisation_id: UUID = Field(description="The organisation that linked it.")
    linked_at: datetime = Field(description="When it was linked.")
