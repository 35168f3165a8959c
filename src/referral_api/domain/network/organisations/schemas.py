"""Request and response schemas of organisations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.handoffs import ForceReason
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.organisations import HtcdsOrganisationType, OrganisationType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.names import Name
from referral_api.domain.network.second_person.schemas import PENDING
from referral_api.schemas import Flag, Mailbox, Payload, RecordId, Resource, Telephone

DUTY_TELEPHONE: Any = Field(
    None,
    description="Where it is called back, day and night: `+` and 7 to 15 digits. Without one, "
    "no reply of the organisation is recorded by telephone.",
)
NOTICE_MAILBOX: Any = Field(
    None,
    description="The shared mailbox to which the service writes that a notice waits, if it sends"
    " mail.",
)


class OrganisationCreate(Payload):
    """A body that joins the mechanism."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    name: Name
    type: OrganisationType = Field(
        description="Bounds the sections of a case that it may ever see. It never changes."
    )
    htcds_type: HtcdsOrganisationType = Field(description="`org_Type` of HTCDS 2.0.")
    regions: list[Region] = Field([], max_length=20, description="The regions where it works.")
    languages: list[Language] = Field(
        [], max_length=30, description="The languages that it can speak."
    )
    active: Flag = True
    duty_telephone: Telephone | None = DUTY_TELEPHONE
    notice_mailbox: Mailbox | None = NOTICE_MAILBOX


class OrganisationUpdate(Payload):
    """The fields that have changed. Fields that you leave out stay."""

    name: Name | None = None
    htcds_type: HtcdsOrganisationType | None = None
    regions: list[Region] | None = Field(None, max_length=20)
    languages: list[Language] | None = Field(None, max_length=30)
    duty_telephone: Telephone | None = DUTY_TELEPHONE
    notice_mailbox: Mailbox | None = NOTICE_MAILBOX
    active: Flag | None = Field(
        None,
        description="False: its agents and systems are refused. 409 while it is responsible for "
        "people, has residents or open offers.",
    )
    takeover_reason: ForceReason | None = Field(
        None,
        description="Deactivate it nevertheless: an administrator of the coordination says why, "
        "and the coordination takes over.",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of a list of organisations; None is no condition."""

    type: OrganisationType | None
    region: Region | None
    active: bool | None


class OrganisationRead(Resource):
    """An organisation, as everyone in the mechanism sees it."""

    id: UUID
    name: str
    type: OrganisationType
    htcds_type: HtcdsOrganisationType
    regions: list[Region]
    languages: list[Language]
    active: bool
    duty_telephone: str | None = Field(description="Where it is called back, day and night.")
    notice_mailbox: str | None = Field(
        description="The shared mailbox to which it is written that a notice waits."
    )
    created_at: datetime
    version: int
    pending_change_id: UUID | None = PENDING
