"""Request and response schemas of profiles. The English and French questions on functioning stand
in the guide for caseworkers.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.answers import Answer, IncomeLevel
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.documents import DocumentHeld
from referral_api.domain.codelists.needs import Need
from referral_api.domain.codelists.profiles import (
    AgeBasis,
    DisplacementCause,
    EducationLevel,
    EmploymentStatus,
    FunctionalDifficulty,
    MaritalStatus,
    MigrationStatus,
    ResidenceKind,
)
from referral_api.domain.codelists.scenes import AgePrecision
from referral_api.domain.identification.scenes.schemas import SceneRead, SceneRecord
from referral_api.schemas import Payload, Resource, whole

Age = Annotated[int, Field(strict=True, ge=0, le=120), BeforeValidator(whole)]
Few = Annotated[int, Field(strict=True, ge=0, le=30), BeforeValidator(whole)]
_ORIGIN = "Where the person comes from."
_RESIDENCE = "Where the person usually lived before the facts; never where the person is now."
_MIGRATION = "`unknown` and `not_asked` stand alone. No code says that an entry was irregular."
_CAUSES = "Why the person was displaced; `not_displaced`, `unknown` and `not_asked` stand alone."
_READS = "Whether the person reads and writes: it decides how the person is informed."
_UNION = "Whether a first union was before 18."
_CHILDREN = "How many children the person has."
_DEPENDANTS = "How many who depend on the person are with the person."
_INCOME = "The income of the household before the facts, in the person's own view."
_HELD = "Kinds alone; numbers stand in the identity."
_BASIS = "How the age band of the case is known."
_AGE = "The age at the registration. It agrees with the age band of the case."


class Functioning(Payload):
    """How hard six things are for the person, in the person's own view."""

    wg_seeing: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED
    wg_hearing: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED
    wg_walking: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED
    wg_remembering: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED
    wg_self_care: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED
    wg_communicating: FunctionalDifficulty = FunctionalDifficulty.NOT_ASKED


class ProfileRecord(Payload):
    """What is known of the person for statistics. Nothing is required, and help never waits."""

    birth_country: Country | None = Field(None, description="The country of birth.")
    origin: SceneRecord | None = Field(None, description=_ORIGIN)
    residence: SceneRecord | None = Field(None, description=_RESIDENCE)
    residence_kind: ResidenceKind = ResidenceKind.NOT_ASKED
    migration_statuses: list[MigrationStatus] = Field(
        [MigrationStatus.NOT_ASKED], min_length=1, max_length=14, description=_MIGRATION
    )
    displacement_causes: list[DisplacementCause] = Field(
        [DisplacementCause.NOT_ASKED], min_length=1, max_length=8, description=_CAUSES
    )
    education_level: EducationLevel = EducationLevel.NOT_ASKED
    reads_and_writes: Answer = Field(Answer.NOT_ASKED, description=_READS)
    marital_status: MaritalStatus = MaritalStatus.NOT_ASKED
    first_union_before_18: Answer = Field(Answer.NOT_ASKED, description=_UNION)
    children_count: Few | None = Field(None, description=_CHILDREN)
    dependants_with_person: Few | None = Field(None, description=_DEPENDANTS)
    employment_before: EmploymentStatus = EmploymentStatus.NOT_ASKED
    income_level: IncomeLevel = Field(IncomeLevel.NOT_ASKED, description=_INCOME)
    documents_held: list[DocumentHeld] = Field(
        [DocumentHeld.NOT_ASKED], min_length=1, max_length=12, description=_HELD
    )
    birth_registered: Answer = Field(
        Answer.NOT_ASKED, description="Whether the birth was registered."
    )
    age_basis: AgeBasis = Field(AgeBasis.UNKNOWN, description=_BASIS)
    age_at_registration: Age | None = Field(None, description=_AGE)
    age_at_registration_precision: AgePrecision | None = None
    functioning: Functioning | None = Field(
        None,
        description="Left out, it stays as it was. A case worker, a supervisor or an intake officer"
        " who writes the section `health` records it.",
    )


class ReadFunctioning(Resource):
    """How hard six things are for the person, in the person's own view."""

    wg_seeing: FunctionalDifficulty
    wg_hearing: FunctionalDifficulty
    wg_walking: FunctionalDifficulty
    wg_remembering: FunctionalDifficulty
    wg_self_care: FunctionalDifficulty
    wg_communicating: FunctionalDifficulty


class ProfileRead(Resource):
    """The profile of a person."""

    id: UUID = Field(description="The case's id.")
    birth_country: Country | None = Field(description="The country of birth.")
    origin: SceneRead | None = Field(description=_ORIGIN)
    residence: SceneRead | None = Field(description=_RESIDENCE)
    residence_kind: ResidenceKind
    migration_statuses: list[MigrationStatus] = Field(description=_MIGRATION)
    displacement_causes: list[DisplacementCause] = Field(description=_CAUSES)
    education_level: EducationLevel
    reads_and_writes: Answer = Field(description=_READS)
    marital_status: MaritalStatus
    first_union_before_18: Answer = Field(description=_UNION)
    children_count: int | None = Field(description=_CHILDREN)
    dependants_with_person: int | None = Field(description=_DEPENDANTS)
    employment_before: EmploymentStatus
    income_level: IncomeLevel = Field(description=_INCOME)
    documents_held: list[DocumentHeld] = Field(description=_HELD)
    birth_registered: Answer = Field(description="Whether the birth was registered.")
    age_basis: AgeBasis = Field(description=_BASIS)
    age_at_registration: int | None = Field(description=_AGE)
    age_at_registration_precision: AgePrecision | None
    functioning: ReadFunctioning | None = Field(
        description="Null to a reader who does not read the section `health`."
    )
    difficulty_any: Answer = Field(
        description="`yes` with a lot of difficulty in one thing or more; `no` where all six were"
        " answered without; else `unknown`."
    )
    proposed_needs: list[Need] = Field(description="Needs to consider. Nothing follows by itself.")
    version: int
    updated_at: datetime
