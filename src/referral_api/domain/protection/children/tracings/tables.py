"""The table of family tracings."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from referral_api.database.tables import code_column, codes_column, timestamp_column
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import FamilyCheck, Relative
from referral_api.domain.codelists.tracings import TracingStatus, Verification
from referral_api.domain.protection.children.tables import ChildRecord, child_arguments


class Tracing(ChildRecord, table=True):
    """One relative who is sought. Who it is, is sealed.

    ``checked_by_agent_id`` made the check of the family, ``confirmed_by_agent_id`` is the second
    person that a concern needs.
    """

    __table_args__ = child_arguments(
        "tracing",
        CheckConstraint(
            "status NOT IN ('verified','reunified') OR wanted_by_person = 'yes'"
            " AND cardinality(verified_by) > 0 AND (family_check = 'no_concern'"
            " OR family_check = 'concern'"
            " AND COALESCE(confirmed_by_agent_id <> checked_by_agent_id, false))",
            name="contact",
        ),
        CheckConstraint("jsonb_typeof(actions) = 'array'", name="actions"),
    )

    status: str = Field(sa_column=code_column("status", TracingStatus))
    sought: str = Field(sa_column=code_column("sought", Relative))
    sealed_sought: bytes | None
    wanted_by_person: str = Field(sa_column=code_column("wanted_by_person", Answer))
    family_check: str = Field(sa_column=code_column("family_check", FamilyCheck))
    checked_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    confirmed_by_agent_id: UUID | None = Field(foreign_key="agent.id")
    confirmed_at: datetime | None = Field(sa_column=timestamp_column())
    actions: Any = Field(sa_column=Column(JSONB, nullable=False, server_default="[]"))
    verified_by: list[str] = Field(sa_column=codes_column("verified_by", Verification))
