"""Response schemas of notices."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.permissions import SubjectCode
from referral_api.schemas import Resource


class NoticeRead(Resource):
    """What waits, and where it is. Read the rest by its id: the resource shows it to organisations
    that may still see it.
    """

    id: UUID
    code: str = Field(description="Its short code, by which a mail or a short message names it.")
    organisation_id: UUID = Field(description="The organisation that is told.")
    agent_id: UUID | None = Field(description="The agent who is told; null if it is not one alone.")
    role: str | None = Field(description="The role whose agents are told; null if all who act are.")
    kind: NoticeKind = Field(description="What waits.")
    stage: NoticeStage = Field(description="How far it has been told.")
    subject: SubjectCode
    subject_id: UUID
    concerned_id: UUID = Field(description="The organisation that is waited for.")
    candidates: Sequence[UUID] = Field(
        description="The organisations that a new referral may go to: the consent covers them."
    )
    due_at: datetime = Field(description="The limit that the notice is about.")
    recorded_at: datetime
    read_at: datetime | None = Field(description="When somebody there said that it was read.")
    read_by_agent_id: UUID | None = Field(description="The agent who said so.")
    version: int
