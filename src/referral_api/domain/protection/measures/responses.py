"""Response schemas of protection measures."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import CareArrangement, FamilyCheck, Relative
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.measures import (
    ExtensionReason,
    MeasureKind,
    MeasureOutcome,
    MeasureRequester,
    MeasureStatus,
    NonPunishmentAnswer,
    PermitKind,
    ReturnKind,
    SafetyStep,
    WitnessProtection,
)
from referral_api.domain.identification.scenes.schemas import SceneRead
from referral_api.schemas import (
    Resource,
)

_EXECUTOR = "The organisation that carries it out; null: the one responsible for the person."


class MeasureSignature(Resource):
    """One signature under a measure."""

    agent_id: UUID = Field(description="Who signed.")
    organisation_id: UUID = Field(description="For which organisation.")
    signed_on: date = Field(description="When.")


class MeasureExtension(Resource):
    """One extension of a measure."""

    days: int = Field(description="How many days were added.")
    reason: ExtensionReason = Field(description="Why.")
    agent_id: UUID = Field(description="Who decided it.")
    extended_on: date = Field(description="When.")


class MeasureRead(Resource):
    """A protection measure. What words say is null unless it is read by itself, by a reader of its
    section, by who proposed it or by who carries it out.
    """

    id: UUID
    case_id: UUID
    section: Section = Field(description="The section of the case that it belongs to.")
    kind: MeasureKind = Field(description="What is decided.")
    status: MeasureStatus
    asked_by: MeasureRequester = Field(description="Who asked for it.")
    person_wants_it: Answer = Field(description="Whether the person wants it.")
    urgent: bool = Field(description="Whether it could not wait.")
    legal_basis: str | None = Field(description="The text that it rests on.")
    consent_id: UUID | None = Field(description="The consent that it rests on.")
    risk_assessment_id: UUID | None = Field(description="The risk assessment.")
    bid_id: UUID | None = Field(description="The best-interests determination.")
    executor_organisation_id: UUID | None = Field(description=_EXECUTOR)
    signatures: list[MeasureSignature] = Field(description="Who signed so far.")
    signatures_needed: int = Field(description="How many signatures grant it.")
    decided_by_organisation_id: UUID | None = Field(description="Whose decision it was.")
    decided_by_agent_id: UUID | None = Field(description="Who signed last, or rejected it.")
    decided_on: date | None = Field(description="The day of the decision.")
    reasons: str | None = Field(description="Why it was rejected or revoked.")
    starts_on: date | None = Field(description="Its first day, as decided.")
    ends_on: date | None = Field(description="Its last day, as decided.")
    started_on: date | None = Field(description="The day on which it began.")
    ended_on: date | None = Field(description="The day on which it ended.")
    is_held: bool = Field(
        description="Recovery: it does not end, because the identification is open."
    )
    review_by: date | None = Field(description="The day by which it is looked at again.")
    told_on: date | None = Field(description="The day on which the person was told.")
    told_in: Language | None = Field(description="The language in which the person was told.")
    outcome: MeasureOutcome | None = Field(description="What came of it.")
    days: int | None = Field(description="Recovery: how many days were decided.")
    extensions: list[MeasureExtension] = Field(description="What was added to its end.")
    stay_id: UUID | None = Field(description="Emergency shelter: the stay.")
    safety_measures: list[SafetyStep] = Field(description="Safety: what is done.")
    details: str | None = Field(description="Safety: for who carries it out.")
    guardian_id: UUID | None = Field(description="Guardian: who is appointed.")
    family_check: FamilyCheck | None = Field(description="Whether the family is safe.")
    permit_kind: PermitKind | None = Field(description="Stay permit: its ground.")
    reference: str | None = Field(description="Stay permit: its number.")
    valid_until: date | None = Field(description="Stay permit: its last day.")
    destination: SceneRead | None = Field(
        description="Return: where to. No place below region in lists, in what a change returns,"
        " and to whoever may not open the words of the measure."
    )
    return_kind: ReturnKind | None = Field(description="Return: its kind.")
    travel_on: date | None = Field(description="Return: the day of the journey.")
    escort: Answer | None = Field(description="Return: whether somebody goes along.")
    receiver: str | None = Field(description="Return: who receives the person.")
    travel_document: Answer | None = Field(description="Return: whether there is a document.")
    arrived_on: date | None = Field(description="Return: the day of the arrival.")
    statement_taken: Answer | None = Field(
        description="Return: whether the person was heard. Null until that is recorded."
    )
    relative_kind: Relative | None = Field(description="Reunification: with whom.")
    relative: str | None = Field(description="Reunification: who it is.")
    tracing_id: UUID | None = Field(
        description="Reunification, or placement with relatives: the tracing."
    )
    care_arrangement: CareArrangement | None = Field(description="Placement: with whom.")
    carer: str | None = Field(description="Placement: who it is.")
    carer_check: FamilyCheck | None = Field(description="Placement: whether the carer is safe.")
    addressed_to_organisation_id: UUID | None = Field(description="Notice: who gets it.")
    offence_text_id: UUID | None = Field(description="Notice: the text of the offence.")
    exploitation_ids: list[UUID] = Field(description="Notice: the exploitation that forced it.")
    facts: str | None = Field(description="Notice: the facts.")
    sent_on: date | None = Field(description="Notice: the day on which it was sent.")
    answer: NonPunishmentAnswer | None = Field(description="Notice: the answer.")
    answered_on: date | None = Field(description="Notice: the day of the answer.")
    witness_protections: list[WitnessProtection] = Field(description="Witness: what protects.")
    court_id: UUID | None = Field(description="Witness: the court.")
    note: str | None = Field(description="More about an `other`.")
    is_untold: bool = Field(description="The person should have been told by now.")
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
