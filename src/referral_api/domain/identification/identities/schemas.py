"""Request and response schemas of identities."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.documents import DocumentKind
from referral_api.domain.names import Name
from referral_api.schemas import Day, Mailbox, Payload, Resource, ShortText

_EMAILS = "Addresses of electronic mail; how they may be used safely stands beside them."


class IdentityDocument(Payload):
    """One document."""

    kind: DocumentKind
    number: ShortText


class IdentityFields(Payload):
    """Every field is optional: the person may not know, or may not say."""

    family_name: ShortText | None = None
    given_names: ShortText | None = None
    other_names: list[ShortText] = Field([], max_length=10)
    birth_date: date | None = None
    birth_place: ShortText | None = None
    phones: list[ShortText] = Field([], max_length=10)
    emails: list[ShortText] = Field([], max_length=3, description=_EMAILS)
    address: ShortText | None = None
    documents: list[IdentityDocument] = Field([], max_length=10)
    contact_instructions: ShortText | None = Field(
        None, description="How the person may be reached without being put in danger."
    )


class IdentityRecord(IdentityFields):
    """An identity to record. What was recorded under looser rules stays readable."""

    family_name: Name | None = None
    given_names: Name | None = None
    other_names: list[Name] = Field([], max_length=10)
    birth_date: Day | None = Field(
        None,
        description="Before the registration, by at most 120 years, and of the age band of the case"
        " unless `age_in_doubt`.",
    )
    birth_place: Name | None = None
    emails: list[Mailbox] = Field([], max_length=3, description=_EMAILS)


class IdentityRead(Resource):
    """The person behind a case."""

    id: UUID = Field(description="The case's id.")
    version: int
    updated_at: datetime
    identity: IdentityFields
