"""Request and response schemas of tips."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.referrals import Priority
from referral_api.domain.codelists.scenes import AgePrecision
from referral_api.domain.codelists.tips import (
    TipChannel,
    TipDismissalReason,
    TipFeedback,
    TipReturnReason,
    TipSign,
    TipSourceRelation,
    TipStatus,
)
from referral_api.domain.identification.scenes.counts import PeopleCount, PeopleCounted
from referral_api.domain.identification.scenes.partial_dates import PartialDate
from referral_api.domain.identification.scenes.schemas import SceneRead, SceneRecord
from referral_api.schemas import Flag, LongText, Payload, RecordId, Resource, ShortText

_GOING_ON = "Whether it still goes on."
_FORMS = "What it looks like. It counts in no figure of victims."
_SIGNS = "What was seen, not what is concluded from it."
_CHILDREN = "Whether children were seen. Unless `no`, child protection is told."
_DANGER = "Whether somebody is in danger now. `yes` makes the urgency `emergency`."
_PARTIAL = "As far as it is known: a year, a month or a day."
_ANONYMOUS = "Nothing of the source may be sent, and nothing of it is kept."
_AT_RISK = "`yes`: do not go through the source's village or family."
_NARRATIVE = "What was told, sealed with the tip's own key."
_RISKS = "What whoever goes there must know: dogs, arms, ties with officials; sealed."
_RELATION = "How the source knows of it; not of an anonymous tip."


class TipSourceContact(Payload):
    """Who reported, and how to reach them. Sealed; only the assignee opens it."""

    name: ShortText | None = Field(None, description="The name.")
    phone: ShortText | None = Field(None, description="The telephone number.")
    safe_to_call: Answer = Field(Answer.NOT_ASKED, description="Whether it is safe to call.")
    instructions: ShortText | None = Field(None, description="When, how and through whom.")


class TipReport(Payload):
    """What somebody saw or heard, by your own account or on behalf of who calls."""

    id: RecordId | None = None
    channel: TipChannel = Field(description="By which channel it came.")
    observed_from: PartialDate | None = Field(None, description=_PARTIAL)
    observed_until: PartialDate | None = Field(None, description=_PARTIAL)
    still_going_on: Answer = Field(Answer.NOT_ASKED, description=_GOING_ON)
    place: SceneRecord = Field(description="Where: a region of Mali, or another country.")
    suspected_forms: list[ExploitationForm] = Field([], max_length=22, description=_FORMS)
    signs: list[TipSign] = Field([], max_length=20, description=_SIGNS)
    people_seen: PeopleCount = Field(PeopleCount(), description="How many people were seen.")
    people_seen_precision: AgePrecision | None = Field(
        None, description="Needed with any number of people."
    )
    children_seen: Answer = Field(description=_CHILDREN)
    immediate_danger: Answer = Field(description=_DANGER)
    urgency: Priority = Field(description="How quickly somebody must act.")
    languages: list[Language] = Field([], max_length=10)
    anonymous: Flag = Field(description=_ANONYMOUS)
    source_relation: TipSourceRelation | None = Field(None, description=_RELATION)
    source_contact: TipSourceContact | None = Field(
        None, description="Not of an anonymous tip. It is erased some time after the end."
    )
    source_at_risk: Answer = Field(Answer.NOT_ASKED, description=_AT_RISK)
    narrative: LongText | None = Field(None, description=_NARRATIVE)
    approach_risks: LongText | None = Field(None, description=_RISKS)


class TipAddDetails(Payload):
    """What came to light later. It adds; nothing that was reported is taken away."""

    still_going_on: Answer = Field(Answer.NOT_ASKED, description=_GOING_ON)
    children_seen: Answer = Field(Answer.NOT_ASKED, description=_CHILDREN)
    immediate_danger: Answer = Field(Answer.NOT_ASKED, description=_DANGER)
    suspected_forms: list[ExploitationForm] = Field([], max_length=22, description=_FORMS)
    signs: list[TipSign] = Field([], max_length=20, description=_SIGNS)
    narrative: LongText | None = Field(None, description=_NARRATIVE)
    approach_risks: LongText | None = Field(None, description=_RISKS)


class TipAssign(Payload):
    """Who follows the tip up."""

    organisation_id: UUID = Field(
        description="Police, gendarmerie, border service, child protection or labour inspection,"
        " which covers the region."
    )
    child_protection_id: UUID | None = Field(
        None, description="Who is told of children; if null, the service finds one of the region."
    )


class TipReassign(TipAssign):
    """Who follows the tip up from now on, and why."""

    reason: TipReturnReason


class TipReturn(Payload):
    """Why you give the tip back to the coordination."""

    reason: TipReturnReason


class TipLink(Payload):
    """What the tip has led to: an incident, cases that you are responsible for, or both."""

    incident_id: UUID | None = Field(None, description="An incident that you see.")
    case_ids: list[UUID] = Field(
        [], max_length=200, description="Cases that you are responsible for."
    )


class TipDismiss(Payload):
    """Why nothing more is done. There is no reason for a false tip."""

    reason: TipDismissalReason


class TipMarkDuplicate(Payload):
    """The tip of which this one says the same."""

    duplicate_of_id: UUID = Field(description="A tip that you see, and no duplicate itself.")


class TipReopen(Payload):
    """New facts: the tip is followed up again."""

    organisation_id: UUID | None = Field(
        None, description="By whom; needed where nobody had been assigned."
    )


class TipDetailRead(Resource):
    """What came to a tip later."""

    id: UUID
    organisation_id: UUID = Field(description="The organisation that added it.")
    still_going_on: Answer = Field(description=_GOING_ON)
    children_seen: Answer = Field(description=_CHILDREN)
    immediate_danger: Answer = Field(description=_DANGER)
    suspected_forms: list[ExploitationForm] = Field(description=_FORMS)
    signs: list[TipSign] = Field(description=_SIGNS)
    narrative: str | None = Field(description=_NARRATIVE)
    approach_risks: str | None = Field(description=_RISKS)
    recorded_at: datetime


class TipRead(Resource):
    """A tip. Whoever reported it learns `reporter_feedback`, and nothing else of what came of it:
    the members about that are null, or empty.
    """

    id: UUID
    code: str = Field(description="A random code, safe to say on the telephone.")
    status: TipStatus | None
    channel: TipChannel = Field(description="By which channel it came.")
    received_at: datetime = Field(description="When it came in, by the service's clock.")
    observed_from: str | None = Field(description=_PARTIAL)
    observed_until: str | None = Field(description=_PARTIAL)
    still_going_on: Answer = Field(description=_GOING_ON)
    place: SceneRead = Field(description="Where.")
    suspected_forms: list[ExploitationForm] = Field(description=_FORMS)
    signs: list[TipSign] = Field(description=_SIGNS)
    people_seen: PeopleCounted = Field(description="How many people were seen.")
    people_seen_precision: AgePrecision | None = Field(description="Of these numbers.")
    children_seen: Answer = Field(description=_CHILDREN)
    immediate_danger: Answer = Field(description=_DANGER)
    urgency: Priority = Field(description="How quickly somebody must act.")
    languages: list[Language]
    anonymous: bool = Field(description=_ANONYMOUS)
    source_relation: TipSourceRelation | None = Field(description=_RELATION)
    source_at_risk: Answer = Field(description=_AT_RISK)
    narrative: str | None = Field(description=f"{_NARRATIVE} Null unless read by itself.")
    approach_risks: str | None = Field(description=f"{_RISKS} Null unless read by itself.")
    details: list[TipDetailRead] = Field(
        description="What came later, of those that you may see; empty unless read by itself."
    )
    assigned_organisation_id: UUID | None = Field(description="Who follows it up.")
    child_protection_id: UUID | None = Field(description="Who was told of children beside.")
    assign_by: datetime | None = Field(description="Until when it waits to be assigned.")
    act_by: datetime | None = Field(description="Until when the assignee's first act is awaited.")
    overdue: bool | None = Field(description="Whether one of these limits has passed.")
    return_reason: TipReturnReason | None = Field(description="Why it was given back or moved.")
    incident_id: UUID | None = Field(description="The incident that it belongs to.")
    case_ids: list[UUID] = Field(description="The cases that it led to.")
    dismissal_reason: TipDismissalReason | None = Field(
        description="Why it was dismissed, or is to be."
    )
    duplicate_of_id: UUID | None = Field(description="The tip that says the same.")
    reporter_feedback: TipFeedback | None = Field(
        description="All that whoever reported it learns."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID | None = Field(
        description="The agent who reported it; null to other organisations than its own."
    )
    recorded_at: datetime
    version: int


class TipSourceRead(Resource):
    """Who reported. Each opening is recorded."""

    name: str | None = Field(description="The name.")
    phone: str | None = Field(description="The telephone number.")
    safe_to_call: Answer = Field(description="Whether it is safe to call.")
    instructions: str | None = Field(description="When, how and through whom.")
