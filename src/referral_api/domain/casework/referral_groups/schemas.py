"""Request and response schemas of families and groups that are referred together."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.handoffs import HandoffReason
from referral_api.domain.codelists.needs import Need, RiskFlag
from referral_api.domain.codelists.referral_groups import GroupStatus, GroupTie, PartingReason
from referral_api.domain.codelists.referrals import (
    Priority,
    ReferralStatus,
    RefusalReason,
    ServiceType,
)
from referral_api.schemas import Flag, Payload, Resource

LARGEST = 30


class GroupMember(Payload):
    """One person of the group, with a consent of their own."""

    case_id: UUID
    consent_id: UUID = Field(description="The person's own consent. None speaks for another.")
    tie: GroupTie = Field(description="What the person is to the group.")
    mother_case_id: UUID | None = Field(
        None, description="Of a child: the case of the mother, if it is of the group too."
    )
    may_part: Flag = Field(
        default=False, description="Whether the receiver may leave this person out."
    )
    needs: list[Need] = Field([], max_length=19)
    risk_flags: list[RiskFlag] = Field([], max_length=20)
    unaccompanied: Flag = False


def _once_each(members: list[GroupMember]) -> list[GroupMember]:
    if len({member.case_id for member in members}) < len(members):
        raise PydanticCustomError("invalid_value", "a case stands twice")
    return members


class ReferralGroupSend(Payload):
    """A family or group to refer to one organisation, for one service, in one act."""

    receiver_id: UUID
    service_type: ServiceType
    priority: Priority
    bed_asked: Flag = Field(default=False, description="A place for each is held on acceptance.")
    shared_sections: list[Section] = Field(
        [], max_length=6, description="The sections that open on acceptance, within each consent."
    )
    members: Annotated[list[GroupMember], AfterValidator(_once_each)] = Field(
        min_length=2, max_length=LARGEST, description="Each person once."
    )


class Parting(Payload):
    """Why a child is received apart from the mother."""

    case_id: UUID
    reason: PartingReason


class ReferralGroupAccept(Payload):
    """Who is accepted: all, or those beside whom the sender allows others to be left out."""

    case_ids: list[UUID] | None = Field(
        None, min_length=1, max_length=LARGEST, description="Left out: all of them."
    )
    refusal: RefusalReason | None = Field(
        None, description="Why the others are refused. Needed if somebody is left out."
    )
    partings: list[Parting] = Field(
        [],
        max_length=LARGEST,
        description="Children who are received apart from the mother, each with the reason.",
    )


class ReferralGroupReject(Payload):
    """The reason for refusing them all."""

    reason: RefusalReason


class ReferralGroupHandOver(Payload):
    """The custody of all persons of the group, offered in one act."""

    to_id: UUID
    priority: Priority
    reason: HandoffReason
    physical: Flag = Field(
        default=False, description="They travel; custody moves when they have arrived."
    )


class GroupMemberRead(Resource):
    """One person of the group, and how the referral of that person stands."""

    case_id: UUID
    referral_id: UUID | None = Field(description="The person's own referral.")
    status: ReferralStatus | None
    tie: GroupTie | None = Field(description="What the person is to the group.")
    mother_case_id: UUID | None = Field(
        description="The case of the mother, if it is of the group too."
    )
    may_part: bool | None = Field(description="Whether the receiver may leave this person out.")
    parting_reason: PartingReason | None = Field(
        description="Why the child is received apart from the mother."
    )
    handoff_id: UUID | None = Field(description="The offer of the person's custody.")


class ReferralGroupRead(Resource):
    """A family or group, as far as its persons are in your sight.

    Whoever is only offered their custody is told whose, and nothing of the referrals.
    """

    id: UUID
    status: GroupStatus | None
    sender_id: UUID
    receiver_id: UUID | None
    service_type: ServiceType | None
    priority: Priority | None
    members: list[GroupMemberRead] = Field(description="The persons of the group.")
    version: int = Field(description="Rises with each change of a referral or offer of the group.")
