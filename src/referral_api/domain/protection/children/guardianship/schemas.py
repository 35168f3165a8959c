"""Request and response schemas of who protects a child, and of guardians."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.children import (
    AppointingAuthority,
    CareArrangement,
    FamilyCheck,
    GuardianKind,
    Relative,
    SeparationCause,
    SeparationStatus,
)
from referral_api.domain.codelists.own_views import StoppedAct
from referral_api.schemas import Day, Payload, RecordId, Resource, ShortText


class ChildProtectionFields(Payload):
    """Who protects the child, and with whom the child is."""

    organisation_id: UUID = Field(
        description="An active organisation of the type `child_protection`. It reads and writes the"
        " section `protection` of the case as long as it is named."
    )
    separation_status: SeparationStatus = Field(
        SeparationStatus.UNKNOWN, description="With whom the child is."
    )
    separation_causes: list[SeparationCause] = Field(
        [], max_length=5, description="Why the child is not with the parents."
    )
    care_arrangement: CareArrangement | None = Field(
        None, description="Who cares for the child from day to day."
    )


class ChildProtectionName(ChildProtectionFields):
    """The organisation that protects the child from now on."""

    id: RecordId | None = None


class ChildProtectionCorrect(ChildProtectionFields):
    """What is so now: it replaces what was recorded."""


class ChildProtectionRead(Resource):
    """Who protects the child of a case."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    organisation_id: UUID = Field(description="The organisation that protects the child.")
    separation_status: SeparationStatus = Field(description="With whom the child is.")
    separation_causes: list[SeparationCause] = Field(
        description="Why the child is not with the parents."
    )
    care_arrangement: CareArrangement | None = Field(
        description="Who cares for the child from day to day."
    )
    guardian_id: UUID | None = Field(
        description="The guardian in force who may consent. Null: the organisation itself stands"
        " in, and there is no gap."
    )
    stopped: list[StoppedAct] = Field(
        description="What the child's refusals and determinations stop. Protection goes on."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int


class GuardianIdentity(Payload):
    """Who the guardian is, sealed with the child's key."""

    name: ShortText | None = Field(None, description="The name of the guardian.")
    phone: ShortText | None = Field(None, description="The telephone number of the guardian.")
    address: ShortText | None = Field(None, description="Where the guardian lives.")
    document: ShortText | None = Field(None, description="The document of the guardian.")


class GuardianFields(Payload):
    """Who stands in for the parents."""

    kind: GuardianKind = Field(description="What kind of guardian it is, or that there is none.")
    relation: Relative | None = Field(None, description="Who the guardian is to the child.")
    identity: GuardianIdentity | None = Field(None, description="Who the guardian is, sealed.")
    family_check: FamilyCheck = Field(
        description="`concern` and `involved` take the power to consent for the child and to"
        " receive anything."
    )
    appointed_by: AppointingAuthority | None = Field(
        None, description="Needed for the kinds that an authority appoints."
    )
    from_on: Day = Field(description="The first day. Not later than today.")
    until_on: Day | None = Field(None, description="The last day, if there is one.")
    chosen_by_child: Answer = Field(description="Whether the child chose the guardian.")


class GuardianRecord(GuardianFields):
    """A guardian, or the fact that there is none yet. A trusted adult needs no decision."""

    id: RecordId | None = None


class GuardianCorrect(GuardianFields):
    """The guardian as known now: it replaces what was recorded."""


class GuardianRead(Resource):
    """A guardian of a child."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    kind: GuardianKind = Field(description="What kind of guardian it is, or that there is none.")
    relation: Relative | None = Field(description="Who the guardian is to the child.")
    identity: GuardianIdentity | None = Field(
        description="Who the guardian is; null unless it is read by itself."
    )
    family_check: FamilyCheck = Field(description="What is known of a part in the trafficking.")
    appointed_by: AppointingAuthority | None = Field(description="Who appointed the guardian.")
    from_on: date = Field(description="The first day.")
    until_on: date | None = Field(description="The last day, if there is one.")
    chosen_by_child: Answer = Field(description="Whether the child chose the guardian.")
    may_consent: bool = Field(
        description="Whether the guardian is in force today, and no check suspends the power."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
