"""Request and response schemas of relations."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.persons import RelationKind
from referral_api.schemas import Payload, RecordId, Resource


class CaseRelationRecord(Payload):
    """Another person who belongs to the person of this file. Your organisation sees both files."""

    id: RecordId | None = None
    other_case_id: UUID = Field(description="The file of the other person.")
    kind: RelationKind = Field(description="What the other person is to the person of this file.")


class CaseRelationGroup(Payload):
    """Other people who belong to the person of this file, all in one way. Your organisation sees
    all of the files.
    """

    other_case_ids: list[UUID] = Field(
        min_length=1, max_length=200, description="The files of the other people, each once."
    )
    kind: RelationKind = Field(
        RelationKind.FOUND_TOGETHER,
        description="What each of them is to the person of this file.",
    )


class CaseRelationRead(Resource):
    """A relation. It opens neither file: the other is named to who can see it, to nobody else."""

    id: UUID
    case_id: UUID
    other_case_id: UUID | None = Field(
        description="The file of the other person; null if your organisation cannot see it."
    )
    other_case_code: str | None = Field(description="Its code; null likewise.")
    kind: RelationKind = Field(description="What the other person is to the person of this file.")
    status: RecordStatus
    recorded_by_organisation_id: UUID
    recorded_at: datetime
    closed_at: datetime | None
    version: int
