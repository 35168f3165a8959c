"""What crosses the wire about an organisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.organisations import HtcdsOrganisationType, OrganisationType
from referral_api.domain.codelists.territory import Region
from referral_api.schemas import Flag, Payload, RecordId, Resource, ShortText


class OrganisationCreate(Payload):
    """A body that joins the mechanism."""

    id: RecordId | None = Field(None, description="A UUIDv7 of your own, if you keep one.")
    name: ShortText
    type: OrganisationType = Field(
        description="Bounds what it may ever see of a case; it cannot be changed later."
    )
    htcds_type: HtcdsOrganisationType = Field(description="`org_Type` of HTCDS 2.0.")
    regions: list[Region] = Field([], max_length=20, description="Where it works.")
    languages: list[Language] = Field([], max_length=30, description="What it can speak.")
    active: Flag = True


class OrganisationUpdate(Payload):
    """What has changed; what is left out stays."""

    name: ShortText | None = None
    htcds_type: HtcdsOrganisationType | None = None
    regions: list[Region] | None = Field(None, max_length=20)
    languages: list[Language] | None = Field(None, max_length=30)
    active: Flag | None = Field(None, description="False: its agents and systems are refused.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which organisations a list shows; None is no condition."""

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
    created_at: datetime
    version: int
