"""Request and response schemas of identities."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.documents import DocumentKind
from referral_api.schemas import Day, Payload, Resource, ShortText


class IdentityDocument(Payload):
    """One document."""

    kind: DocumentKind
    number: ShortText


class IdentityFields(Payload):
    """Every field is optional: the person may not know, or may not say."""

    family_name: ShortText | None = None
    given_names: ShortText | None = None
    other_names: list[ShortText] = Field([], max_length=10)
    birth_date: Day | None = None
    birth_place: ShortText | None = None
    phones: list[ShortText] = Field([], max_length=10)
    address: ShortText | None = None
    documents: list[IdentityDocument] = Field([], max_length=10)
    contact_instructions: ShortText | None = Field(
        None, description="How the person may be reached without being put in danger."
    )


class IdentityRead(Resource):
    """The person behind a case."""

    id: UUID = Field(description="The case's id.")
    version: int
    updated_at: datetime
    identity: IdentityFields
