"""What a row of an import holds, and the responses about imports."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.many import ImportStatus, ImportStopReason
from referral_api.domain.identification.cases.schemas import CaseRegister
from referral_api.domain.identification.identities.schemas import IdentityRecord
from referral_api.schemas import Payload, Resource


class ImportedRow(Payload):
    """One person of a table: the registration, and the identity if one is written there."""

    case: CaseRegister
    identity: IdentityRecord | None = None


class ColumnProblem(Resource):
    """One thing that is wrong in one column, and in which rows. Never what is written there."""

    column: str | None = Field(
        description="The name of the column; null if it is about the whole row."
    )
    code: str
    rows: list[int] = Field(
        description="The numbers of the rows, as a spreadsheet shows them: the heads are row 1."
    )


class ImportCheck(Resource):
    """What an import of this table would do. Nothing was kept of it."""

    rows: int = Field(description="How many rows the table has, without the heads.")
    good: int = Field(description="How many of them would be loaded.")
    bad: int = Field(description="How many would be left out.")
    problems: list[ColumnProblem] = Field(description="What is wrong with those left out.")


class ImportRead(Resource):
    """An import and how far it is."""

    id: UUID
    organisation_id: UUID
    agent_id: UUID = Field(description="The agent for whom it registers.")
    status: ImportStatus
    stop_reason: ImportStopReason | None = Field(description="Why it stopped before its end.")
    rows: int = Field(description="How many rows the table has, without the heads.")
    good: int = Field(description="How many of them were taken to be loaded.")
    bad: int = Field(description="How many were left out, then or while loading.")
    loaded: int = Field(description="How many cases it has registered so far.")
    problems: list[ColumnProblem] = Field(description="What is wrong with those left out.")
    recorded_at: datetime
    closed_at: datetime | None = Field(description="When it ended. Its key is destroyed then.")
    version: int


class RowProblem(Resource):
    """One thing that is wrong with a row. Never what is written there."""

    column: str | None = Field(
        description="The name of the column; null if it is about the whole row."
    )
    code: str


class ImportRowRead(Resource):
    """What became of a row: its case, or why it was left out. Nothing of its contents."""

    number: int = Field(
        description="The number of the row, as a spreadsheet shows it: the heads are row 1."
    )
    case_id: UUID | None = Field(description="The case that it became; null if it was left out.")
    case_code: str | None = Field(
        description="The code of the case; null where you do not see the case any more."
    )
    problems: list[RowProblem] = Field(description="What is wrong with it, if it was left out.")
