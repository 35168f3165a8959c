"""The table of age assessments."""

from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Uuid
from sqlmodel import Field

from referral_api.database.tables import code_column, codes_column
from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.children import AgeDoubt, AgeMethod, AgeResult
from referral_api.domain.protection.children.tables import ChildRecord, child_arguments


class AgeAssessment(ChildRecord, table=True):
    """One assessment. Its methods stand in the order in which they were used."""

    __table_args__ = child_arguments(
        "age_assessment",
        CheckConstraint("cardinality(doubt) > 0", name="doubt"),
        CheckConstraint("cardinality(assessors) >= 2", name="assessors"),
        # Never by the body alone, and by it after all others.
        CheckConstraint(
            "person_agreed = 'no' OR (cardinality(methods) > 0"
            " AND NOT methods <@ '{physical_examination}'::text[])",
            name="not_physical_alone",
        ),
        CheckConstraint(
            "array_position(methods, 'physical_examination') IS NULL OR person_agreed = 'yes'"
            " AND array_position(methods, 'physical_examination') = cardinality(methods)",
            name="physical_last",
        ),
        # Who did not agree is neither a child nor an adult for it.
        CheckConstraint("person_agreed <> 'no' OR result = 'undetermined'", name="agreed"),
        CheckConstraint(
            "CASE result WHEN 'undetermined' THEN true"
            " ELSE (age_low < 18) = (result = 'child') AND age_low IS NOT NULL END",
            name="lower_end",
        ),
        CheckConstraint(
            "age_low BETWEEN 0 AND 120 AND age_high BETWEEN age_low AND 120", name="range"
        ),
        CheckConstraint("may_contest_until >= told_on", name="contest"),
    )  # fmt: skip

    status: str = Field(sa_column=code_column("status", RecordStatus))
    doubt: list[str] = Field(sa_column=codes_column("doubt", AgeDoubt))
    methods: list[str] = Field(sa_column=codes_column("methods", AgeMethod))
    guardian_present: str = Field(sa_column=code_column("guardian_present", Answer))
    interpreter_present: str = Field(sa_column=code_column("interpreter_present", Answer))
    explained: str = Field(sa_column=code_column("explained", Answer))
    assessors: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    person_agreed: str = Field(sa_column=code_column("person_agreed", Answer))
    result: str = Field(sa_column=code_column("result", AgeResult))
    age_low: int | None
    age_high: int | None
    sealed_grounds: bytes | None
    told_on: date | None
    may_contest_until: date | None
