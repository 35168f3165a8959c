"""The columns that every record of a child's protection has, and who protects the child."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, Uuid, text
from sqlmodel import Field

from referral_api.database.tables import (
    RECORDED_KEY_DEFAULT,
    Table,
    code_column,
    codes_column,
)
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.children import (
    CareArrangement,
    SeparationCause,
    SeparationStatus,
)


class ChildRecord(Table):
    """One record of a case, read and written by who holds the section `protection` of it.

    The database writes ``custodian_id``, which follows custody, and ``child_protection_id``: the
    organisation of child protection that is named for the case.
    """

    id: UUID = Field(primary_key=True)
    recorded_key: UUID | None = Field(
        default=None, sa_type=Uuid, sa_column_kwargs={"server_default": RECORDED_KEY_DEFAULT}
    )
    case_id: UUID = Field(foreign_key="case.id")
    custodian_id: UUID | None
    child_protection_id: UUID | None
    recorded_by_organisation_id: UUID = Field(foreign_key="organisation.id")
    recorded_by_agent_id: UUID = Field(foreign_key="agent.id")
    recorded_at: datetime = Field(
        sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": text("now()")}
    )
    closed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    version: int


def child_arguments(table: str, *more: Any) -> tuple[Any, ...]:
    """Make the indexes of such a table, and what more there is."""
    return (
        Index(f"ix_{table}_recorded_key", "recorded_key"),
        Index(f"ix_{table}_case_id_recorded_key", "case_id", "recorded_key"),
        *more,
    )


class ChildProtection(ChildRecord, table=True):
    """The organisation that protects the child of a case: one at a time, under one id.

    It holds a grant for the section `protection` as long as it is named.
    """

    __table_args__ = child_arguments(
        "child_protection",
        Index(
            "uq_child_protection_case", "case_id", unique=True,
            postgresql_where=text("status = 'recorded'"),
        ),
    )  # fmt: skip

    status: str = Field(sa_column=code_column("status", RecordStatus))
    organisation_id: UUID = Field(foreign_key="organisation.id")
    separation_status: str = Field(sa_column=code_column("separation_status", SeparationStatus))
    separation_causes: list[str] = Field(
        sa_column=codes_column("separation_causes", SeparationCause)
    )
    care_arrangement: str | None = Field(
        sa_column=code_column("care_arrangement", CareArrangement, nullable=True)
    )
