"""Request and response schemas of contacts without a file."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.incidents import AgeGroup, ContactAnswer
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import Sex
from referral_api.schemas import Day, Flag, Payload, RecordId, Resource

_AGE = "Whether the person looked like a child."
_NATIONALITY = "ISO 3166-1 alpha-2, if the person said it."
_OFFERED = "What was offered."
_ANSWER = "What the person said to it. With nothing offered, `nothing_offered`."
_CARD = "Whether a card with the number of the hotline was given."
_SMUGGLED = (
    "The person was smuggled, and there is no sign of trafficking. Counted apart, and among no"
    " victims."
)


class ContactRecord(Payload):
    """A person who was met, refused everything or needed no file. No name, and no words."""

    id: RecordId | None = None
    met_on: Day = Field(description="The day. Not later than today.")
    region: Region = Field(description="Where the person was met.")
    sex: Sex
    age_group: AgeGroup = Field(description=_AGE)
    nationality: Country | None = Field(None, description=_NATIONALITY)
    offered: list[ServiceType] = Field([], max_length=20, description=_OFFERED)
    answer: ContactAnswer = Field(description=_ANSWER)
    hotline_card_given: Flag = Field(default=False, description=_CARD)
    smuggled: Flag = Field(default=False, description=_SMUGGLED)


class ContactRead(Resource):
    """A contact without a file."""

    id: UUID
    status: RecordStatus
    met_on: date = Field(description="The day.")
    region: Region = Field(description="Where the person was met.")
    sex: Sex
    age_group: AgeGroup = Field(description=_AGE)
    nationality: Country | None = Field(description=_NATIONALITY)
    offered: list[ServiceType] = Field(description=_OFFERED)
    answer: ContactAnswer = Field(description=_ANSWER)
    hotline_card_given: bool = Field(description=_CARD)
    smuggled: bool = Field(description=_SMUGGLED)
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
