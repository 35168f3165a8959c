"""Request and response schemas of age assessments."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BeforeValidator, Field

from referral_api.domain.codelists.answers import Answer, RecordStatus
from referral_api.domain.codelists.children import AgeDoubt, AgeMethod, AgeResult
from referral_api.schemas import Day, LongText, Payload, RecordId, Resource, whole

Age = Annotated[int, Field(strict=True, ge=0, le=120), BeforeValidator(whole)]


class AgeAssessmentRecord(Payload):
    """An assessment, on serious doubt only. It delays no help and decides on none."""

    id: RecordId | None = None
    doubt: list[AgeDoubt] = Field(
        min_length=1, max_length=5, description="Why the age is seriously doubted."
    )
    methods: list[AgeMethod] = Field(
        max_length=8,
        description="The methods in the order in which they were used: one at least that is not"
        " physical, and `physical_examination` after all others and with the person's agreement.",
    )
    guardian_present: Answer = Field(description="Whether a guardian was present.")
    interpreter_present: Answer = Field(description="Whether an interpreter was present.")
    explained: Answer = Field(description="Whether it was explained to the person.")
    assessors: list[UUID] = Field(
        min_length=2, max_length=8,
        description="The agents who assessed, of two organisations at least, one of them of child"
        " protection.",
    )  # fmt: skip
    person_agreed: Answer = Field(
        description="Whether the person agreed. `no` ends it: the result is `undetermined`, and"
        " counts neither for nor against the person."
    )
    result: AgeResult = Field(description="What was found.")
    age_low: Age | None = Field(
        None, description="The lower end of the age, which is the recorded age. Needed for `child`"
        " (below 18) and `adult`.",
    )  # fmt: skip
    age_high: Age | None = Field(None, description="The upper end of the age.")
    grounds: LongText = Field(description="What it was found on, sealed.")


class AgeAssessmentTell(Payload):
    """The day on which the person was told."""

    told_on: Day = Field(description="The day on which the person was told. Not later than today.")


class AgeAssessmentRead(Resource):
    """An age assessment of a person."""

    id: UUID
    case_id: UUID
    status: RecordStatus
    doubt: list[AgeDoubt] = Field(description="Why the age is seriously doubted.")
    methods: list[AgeMethod] = Field(description="The methods in the order of their use.")
    guardian_present: Answer = Field(description="Whether a guardian was present.")
    interpreter_present: Answer = Field(description="Whether an interpreter was present.")
    explained: Answer = Field(description="Whether it was explained to the person.")
    assessors: list[UUID] = Field(description="The agents who assessed.")
    person_agreed: Answer = Field(description="Whether the person agreed.")
    result: AgeResult = Field(description="What was found.")
    age_low: int | None = Field(description="The lower end of the age: the recorded age.")
    age_high: int | None = Field(description="The upper end of the age.")
    grounds: str | None = Field(
        description="What it was found on; null unless it is read by itself."
    )
    told_on: date | None = Field(description="The day on which the person was told.")
    may_contest_until: date | None = Field(
        description="The last day on which the person may contest it."
    )
    recorded_by_organisation_id: UUID
    recorded_by_agent_id: UUID
    recorded_at: datetime
    version: int
