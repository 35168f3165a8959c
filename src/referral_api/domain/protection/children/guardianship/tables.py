"""The table of guardians."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from referral_api.database.tables import code_column
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.children import (
    AppointingAuthority,
    FamilyCheck,
    GuardianKind,
    Relative,
)
from referral_api.domain.protection.children.tables import ChildRecord, child_arguments


class Guardian(ChildRecord, table=True):
    """One guardian, or the fact that there is none yet. Who it is, is sealed."""

    __table_args__ = child_arguments(
        "guardian",
        CheckConstraint("until_on >= from_on", name="until"),
        CheckConstraint(
            "kind NOT IN ('appointed_guardian','ad_hoc_administrator') OR appointed_by IS NOT NULL",
            name="appointed",
        ),
    )

    status: str = Field(sa_column=code_column("status", RecordStatus))
    kind: str = Field(sa_column=code_column("kind", GuardianKind))
    relation: str | None = Field(sa_column=code_column("relation", Relative, nullable=True))
    sealed_identity: bytes | None
    family_check: str = Field(sa_column=code_column("family_check", FamilyCheck))
    appointed_by: str | None = Field(
        sa_column=code_column("appointed_by", AppointingAuthority, nullable=True)
    )
    from_on: date
    until_on: date | None
    chosen_by_child: str = Field(sa_column=code_column("chosen_by_child", Answer))
