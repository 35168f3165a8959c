"""Request and response schemas of links."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.persons import LinkGround, LinkStatus
from referral_api.schemas import Payload, RecordId, Resource


class PersonLinkPropose(Payload):
    """Two files of one person. Name a possible duplicate that you were told of, or both files."""

    id: RecordId | None = None
    candidate_id: UUID | None = Field(
        None, description="The possible duplicate. Then neither file is named."
    )
    case_id: UUID | None = Field(None, description="A file that your organisation can see.")
    other_case_id: UUID | None = Field(None, description="Another that it can see.")
    ground: LinkGround = Field(description="What says that they are of one person.")


class PersonLinkUndo(Payload):
    """Why two files are to be of two persons again."""

    ground: LinkGround = Field(description="What says that they are of two persons.")


class PersonLinkRead(Resource):
    """A link of two files. It opens neither to the readers of the other, nor names it to them."""

    id: UUID
    case_id: UUID | None = Field(
        description="One of the files; null if your organisation cannot see it."
    )
    other_case_id: UUID | None = Field(description="The other file; null likewise.")
    status: LinkStatus
    ground: LinkGround = Field(description="What says that they are of one person.")
    undo_ground: LinkGround | None = Field(description="What says that they are of two.")
    proposed_by_id: UUID = Field(description="The organisation that proposed the last change.")
    proposed_by_agent_id: UUID = Field(description="The agent who did.")
    decided_by_id: UUID | None = Field(description="The organisation that decided on it.")
    decided_by_agent_id: UUID | None = Field(description="The second person.")
    proposed_at: datetime = Field(description="When the link was first proposed.")
    confirmed_at: datetime | None = Field(description="When the files were linked.")
    undone_at: datetime | None = Field(description="When they were no longer.")
    closed_at: datetime | None
    version: int
