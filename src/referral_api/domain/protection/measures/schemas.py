"""Request and response schemas of protection measures."""

from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import CareArrangement, FamilyCheck, Relative
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.measures import (
    ExtensionReason,
    MeasureKind,
    MeasureOutcome,
    MeasureRequester,
    NonPunishmentAnswer,
    PermitKind,
    ReturnKind,
    SafetyStep,
    WitnessProtection,
)
from referral_api.domain.identification.scenes.schemas import SceneRecord
from referral_api.schemas import (
    Day,
    Flag,
    LongText,
    Payload,
    RecordId,
    ShortText,
    whole,
)

Days = Annotated[int, Field(strict=True, ge=30, le=365), BeforeValidator(whole)]
_SEALED = "Sealed with the person's key."
_EXECUTOR = "The organisation that carries it out; null: the one responsible for the person."


class MeasurePropose(Payload):
    """A measure that is asked for the person. Each kind has members of its own: those of another
    kind are refused. Help waits for no measure.
    """

    id: RecordId | None = None
    kind: MeasureKind = Field(description="What is asked for.")
    asked_by: MeasureRequester = Field(description="Who asks for it.")
    person_wants_it: Answer = Field(
        description="`no` refuses a return, a reunification and a stay permit."
    )
    urgent: Flag = Field(
        default=False,
        description="A safety measure, or the placement of a child, that cannot wait.",
    )
    legal_basis: ShortText | None = Field(None, description="The text that it rests on.")
    consent_id: UUID | None = Field(
        None, description="The consent of an adult to a return or a reunification."
    )
    risk_assessment_id: UUID | None = Field(
        None, description="The risk assessment: for a return, a reunification, a placement."
    )
    bid_id: UUID | None = Field(
        None, description="The best-interests determination: for those of a child."
    )
    executor_organisation_id: UUID | None = Field(None, description=_EXECUTOR)
    days: Days | None = Field(None, description="Recovery: how long; left out, as configured.")
    starts_on: Day | None = Field(None, description="Recovery: its first day; left out, today.")
    stay_id: UUID | None = Field(None, description="Emergency shelter: the stay.")
    safety_measures: list[SafetyStep] | None = Field(
        None, min_length=1, max_length=10, description="Safety: what is done."
    )
    details: LongText | None = Field(
        None, description="Safety: for who carries it out alone. " + _SEALED
    )
    guardian_id: UUID | None = Field(None, description="Guardian: who is appointed.")
    family_check: FamilyCheck | None = Field(
        None,
        description="Guardian, reunification: whether the family is safe. The check of the guardian"
        " or of the tracing that is named stands before it.",
    )
    permit_kind: PermitKind | None = Field(None, description="Stay permit: its ground.")
    reference: ShortText | None = Field(None, description="Stay permit: its number. " + _SEALED)
    valid_until: Day | None = Field(None, description="Stay permit: its last day.")
    destination: SceneRecord | None = Field(None, description="Return: where to.")
    return_kind: ReturnKind | None = Field(None, description="Return: its kind.")
    travel_on: Day | None = Field(None, description="Return: the day of the journey.")
    escort: Answer | None = Field(None, description="Return: whether somebody goes along.")
    receiver: ShortText | None = Field(None, description="Return: who receives. " + _SEALED)
    travel_document: Answer | None = Field(None, description="Return: whether there is one.")
    relative_kind: Relative | None = Field(None, description="Reunification: with whom.")
    relative: ShortText | None = Field(None, description="Reunification: who it is. " + _SEALED)
    tracing_id: UUID | None = Field(
        None, description="Reunification, or placement with relatives: the tracing."
    )
    care_arrangement: CareArrangement | None = Field(None, description="Placement: with whom.")
    carer: ShortText | None = Field(None, description="Placement: who it is. " + _SEALED)
    carer_check: FamilyCheck | None = Field(
        None, description="Placement: whether the carer is safe."
    )
    addressed_to_organisation_id: UUID | None = Field(
        None, description="Notice: the authority that it is sent to."
    )
    offence_text_id: UUID | None = Field(None, description="Notice: the text of the offence.")
    exploitation_ids: list[UUID] | None = Field(
        None, min_length=1, max_length=20, description="Notice: the exploitation that forced it."
    )
    facts: LongText | None = Field(None, description="Notice: the facts. " + _SEALED)
    witness_protections: list[WitnessProtection] | None = Field(
        None, min_length=1, max_length=10, description="Witness: what protects."
    )
    court_id: UUID | None = Field(None, description="Witness: the court.")
    note: ShortText | None = Field(None, description="More about an `other`. " + _SEALED)


class MeasureGrant(Payload):
    """A signature under the measure. The last that is needed grants it."""

    legal_basis: ShortText | None = Field(None, description="The text that it rests on.")
    starts_on: Day | None = Field(None, description="From this day on.")
    ends_on: Day | None = Field(None, description="Its last day.")
    review_by: Day | None = Field(None, description="The day by which it is looked at again.")


class MeasureReasons(Payload):
    """Why it is rejected, or revoked."""

    reasons: LongText = Field(description=_SEALED)


class MeasureStart(Payload):
    """The fact that it has begun."""

    happened_on: Day = Field(description="The day. Not later than today.")


class MeasureExtend(Payload):
    """A later end."""

    reason: ExtensionReason = Field(description="Why it lasts longer.")
    days: Annotated[int, Field(strict=True, ge=1, le=365), BeforeValidator(whole)] = Field(
        description="How many days are added."
    )


class MeasureEnd(Payload):
    """What came of it."""

    outcome: MeasureOutcome = Field(description="What came of it.")
    happened_on: Day = Field(description="The day; of a return: of the arrival.")
    answer: NonPunishmentAnswer | None = Field(
        None, description="Notice: the answer of the authority. Of no other kind."
    )


class MeasureEndAtRequest(Payload):
    """The wish of the person, or of the guardian, that it ends."""

    asked_by: Annotated[MeasureRequester, Field(description="`person` or `guardian`.")]
    happened_on: Day = Field(description="The day. Not later than today.")


class MeasureTell(Payload):
    """The person was told."""

    told_on: Day = Field(description="The day. Not later than today.")
    told_in: Language = Field(description="The language that the person understands.")


class MeasureAttach(Payload):
    """What has come on file since."""

    bid_id: UUID | None = Field(None, description="The best-interests determination.")
    risk_assessment_id: UUID | None = Field(None, description="The risk assessment.")
