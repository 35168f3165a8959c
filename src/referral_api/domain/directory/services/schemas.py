"""Request and response schemas of services."""

from datetime import date

from pydantic import Field

from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.directory import (
    SecurityLevel,
    ServiceSetting,
    ServiceState,
    ServiceVisibility,
    Weekday,
)
from referral_api.domain.codelists.exploitation import ExploitationForm
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import AccessibilityNeed
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, Sex
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead, Hour
from referral_api.schemas import Count, Day, Flag, Payload, Resource, ShortText, Telephone


class ServiceHours(Payload):
    """When people are received on one day of the week."""

    day: Weekday = Field(description="The day of the week.")
    opens: Hour = Field(description="As `08:00`.")
    closes: Hour = Field(description="As `17:30`, later than it opens.")


class ServiceException(Payload):
    """Days on which other hours hold. Without hours nobody is received."""

    first_on: Day = Field(description="The first of these days.")
    last_on: Day = Field(description="The last of these days.")
    opens: Hour | None = Field(None, description="As `08:00`.")
    closes: Hour | None = Field(None, description="As `12:00`, later than it opens.")


class ServiceExceptionRead(Resource):
    """Days on which other hours hold. Without hours nobody is received."""

    first_on: date = Field(description="The first of these days.")
    last_on: date = Field(description="The last of these days.")
    opens: str | None = Field(description="As `08:00`.")
    closes: str | None = Field(description="As `12:00`.")


class ServiceContact(Payload):
    """Whom the network calls in working hours."""

    label: ShortText = Field(description="The function, not the name of a person.")
    telephone: Telephone = Field(description="With the country's code.")


class ServiceContents(Payload):
    """What a correction replaces. An empty list of nationalities or forms excludes nobody."""

    name: ShortText = Field(description="What the network calls it. Nobody outside is told.")
    service_type: ServiceType
    setting: ServiceSetting = Field(
        ServiceSetting.CENTRE, description="Where it is given, or what it stands in for."
    )
    state: ServiceState = Field(description="Whether it works.")
    visibility: ServiceVisibility = Field(
        ServiceVisibility.NETWORK, description="Who is told of it."
    )
    region: Region = Field(description="Where it is.")
    cercle: ShortText | None = Field(None, description="The cercle where it is.")
    served_regions: list[Region] = Field(
        min_length=1, max_length=22, description="From where people may come."
    )
    served_cercles: list[ShortText] = Field(
        [], max_length=80, description="Only from these cercles, if any is named."
    )
    sexes: list[Sex] = Field(min_length=1, max_length=3, description="Whom it receives.")
    age_bands: list[AgeBand] = Field(min_length=1, max_length=8, description="Of which age.")
    accompanied_children: Flag = Field(
        default=True, description="Children with an adult of theirs."
    )
    unaccompanied_children: Flag = Field(default=False, description="Children without one.")
    nationalities: list[Country] = Field(
        [], max_length=60, description="Only of these nationalities."
    )
    exploitation_forms: list[ExploitationForm] = Field(
        [], max_length=40, description="Only after these forms of exploitation."
    )
    accessibility: list[AccessibilityNeed] = Field(
        [], max_length=20, description="The needs of access that it meets."
    )
    languages: list[Language] = Field(
        [], max_length=40, description="The languages that are spoken there."
    )
    security_level: SecurityLevel = Field(description="How it is protected.")
    receives_at_all_hours: Flag = Field(default=False, description="By day and by night.")
    longest_stay_days: Count | None = Field(None, description="The longest stay, in days.")
    hours: list[ServiceHours] = Field(
        [], max_length=21, description="When people are received, if not at all hours."
    )
    exceptions: list[ServiceException] = Field(
        [], max_length=60, description="Days on which other hours hold."
    )
    contacts: list[ServiceContact] = Field([], max_length=10, description="Whom to call.")
    duty_telephone: Telephone | None = Field(None, description="Who answers at night.")


class ServiceCreate(ServiceContents, EntryCreate):
    """A service of your organisation."""


class ServiceRead(EntryRead):
    """A service, as the network is told of it."""

    name: str = Field(description="What the network calls it. Nobody outside is told.")
    service_type: ServiceType
    setting: ServiceSetting = Field(description="Where it is given, or what it stands in for.")
    state: ServiceState = Field(description="Whether it works.")
    visibility: ServiceVisibility = Field(description="Who is told of it.")
    region: Region = Field(description="Where it is.")
    cercle: str | None = Field(description="The cercle where it is.")
    served_regions: list[Region] = Field(description="From where people may come.")
    served_cercles: list[str] = Field(description="Only from these cercles, if any is named.")
    sexes: list[Sex] = Field(description="Whom it receives.")
    age_bands: list[AgeBand] = Field(description="Of which age.")
    accompanied_children: bool = Field(description="Children with an adult of theirs.")
    unaccompanied_children: bool = Field(description="Children without one.")
    nationalities: list[Country] = Field(description="Only of these nationalities.")
    exploitation_forms: list[ExploitationForm] = Field(
        description="Only after these forms of exploitation."
    )
    accessibility: list[AccessibilityNeed] = Field(description="The needs of access that it meets.")
    languages: list[Language] = Field(description="The languages that are spoken there.")
    security_level: SecurityLevel = Field(description="How it is protected.")
    receives_at_all_hours: bool = Field(description="By day and by night.")
    longest_stay_days: int | None = Field(description="The longest stay, in days.")
    hours: list[ServiceHours] = Field(description="When people are received.")
    exceptions: list[ServiceExceptionRead] = Field(description="Days on which other hours hold.")
    contacts: list[ServiceContact] = Field(description="Whom to call.")
    duty_telephone: str | None = Field(description="Who answers at night.")
