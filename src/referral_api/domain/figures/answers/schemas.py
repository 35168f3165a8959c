"""The questions and answers of figures, as partners read them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from referral_api.domain.figures.definitions.definition import (
    Audience,
    Measure,
    Missing,
    Once,
    Rounding,
    Suppression,
    Unit,
)
from referral_api.schemas import Payload, Resource, ShortText


class Dimension(StrEnum):
    """What a figure can be divided by; each definition names its own."""

    ACT = "act"
    ADVICE = "advice"
    AGE = "age"
    ANSWER = "answer"
    BORDER = "border"
    CALL_ANSWER = "call_answer"
    CATEGORY = "category"
    CHANNEL = "channel"
    CONFIRMATION = "confirmation"
    COVERAGE = "coverage"
    CUSTODY = "custody"
    DECIDER = "decider"
    DETECTION = "detection"
    DIFFICULTY = "difficulty"
    DISPLACEMENT = "displacement"
    END_REASON = "end_reason"
    EXPLOITATION_COUNTRY = "exploitation_country"
    EXPLOITATION_REGION = "exploitation_region"
    FORM = "form"
    GIVER = "giver"
    GROUND = "ground"
    INCOME = "income"
    INDICATOR = "indicator"
    INSTRUMENT = "instrument"
    ITEM = "item"
    KIND = "kind"
    LIMIT = "limit"
    MIGRATION = "migration"
    NATIONALITY = "nationality"
    OBJECTIVE = "objective"
    ORGANISATION = "organisation"
    OUTCOME = "outcome"
    PAPERS = "papers"
    PARTNER_CATEGORY = "partner_category"
    PILLAR = "pillar"
    PLACE = "place"
    POPULATION = "population"
    PRIORITY = "priority"
    PROFESSION = "profession"
    PROGRESS = "progress"
    PURPOSE = "purpose"
    REASON = "reason"
    RECEIVER = "receiver"
    REFUSAL = "refusal"
    REGION = "region"
    REGISTRAR = "registrar"
    REPLY = "reply"
    RESIDENCE = "residence"
    RESOURCE = "resource"
    ROLE = "role"
    SECTION = "section"
    SERVED_REGION = "served_region"
    SERVICE = "service"
    SEX = "sex"
    SIZE = "size"
    STAGE = "stage"
    STATE = "state"
    STATUS = "status"
    THEME = "theme"
    UNIT = "unit"
    WAITED = "waited"


class FigureRead(Resource):
    """The definition of a figure."""

    code: str
    definition_version: int = Field(description="A change of the definition is a new version.")
    name_fr: str = Field(description="The French name.")
    name_en: str = Field(description="The English name.")
    unit: Unit = Field(description="What is counted.")
    measure: Measure = Field(description="A number, a sum, a median, a share, and so on.")
    dimensions: list[Dimension] = Field(description="What the figure can be divided by.")
    filters: list[str] = Field(description="The conditions of a row that counts, by their names.")
    reference_date: str | None = Field(
        description="The only date by which a row falls in a period. `period`: the period itself."
        " Null: a stock, counted as of the cut."
    )
    once: Once = Field(description="How often a person counts in it.")
    additive: bool = Field(description="Whether the numbers of two periods may be added.")
    suppression: Suppression = Field(
        description="What of it may be shown outside the coordination."
    )
    missing: Missing = Field(description="The rule for values that are not known.")
    rounding: Rounding = Field(description="The rule by which its values are rounded.")
    audience: Audience = Field(
        description="For whom it counts the country. For others it counts their own rows."
    )
    source: str = Field(description="The rows that it counts, by their name.")
    standards: list[str] = Field(description="The indicators elsewhere that it feeds.")
    report_lines: list[str] = Field(
        description="The lines of the committee's first contribution that it answers."
    )
    valid_from: date = Field(description="From when this version counts.")


class Cell(Resource):
    """One number of an answer."""

    by: dict[str, str] = Field(description="The code of each dimension.")
    value: int | float | str | None = Field(
        description="A number or a sum of units; a median or a centile in hours; a share in"
        " percent, two decimals; an indicator's value as text, with its decimals. Null: nothing"
        " was told."
    )
    base: int = Field(description="How many units the value rests on.")


class Answer(Resource):
    """What was counted. The same answer later has the same hash."""

    code: str = Field(description="The code of the figure.")
    definition_version: int = Field(description="A change of the definition is a new version.")
    since: date | None = Field(description="The first day of the period.")
    before: date | None = Field(description="The day after the last one of the period.")
    by: list[Dimension] = Field(description="What it is divided by.")
    scope: str = Field(
        description="`country`; `regions:` with their codes; or `own`: the rows of the asking"
        " organisation."
    )
    total: Cell = Field(description="What is counted without any division.")
    cells: list[Cell] = Field(description="A cell that is not listed is 0.")
    unknown: dict[str, float] = Field(
        description="By dimension, the percentage of units whose value is not known."
    )


class FigureAnswerRead(Resource):
    """An answer with what proves it."""

    id: UUID = Field(description="The query id: asked by it, the answer is the stored one.")
    cut_id: UUID = Field(description="The cut as of which it was counted.")
    cut_taken_at: datetime = Field(description="When the cut was taken.")
    answered_at: datetime = Field(description="When it was counted.")
    software: str = Field(description="The version of the service that counted.")
    hash: str = Field(description="SHA-256 of `answer` as canonical JSON: sorted, without spaces.")
    answer: Answer


class VerificationRead(Resource):
    """An answer counted again from the history at its cut."""

    id: UUID
    answer_id: UUID = Field(description="The query id of the answer.")
    equal: bool = Field(description="Whether the data of the cut still give the stored answer.")
    hash: str = Field(description="The SHA-256 of what was counted this time.")
    verified_at: datetime = Field(description="When it was counted again.")


class CutTake(Payload):
    """The name of the cut."""

    label: ShortText = Field(description="The name of the cut.")


class CutRead(Resource):
    """A moment as of which figures count."""

    id: UUID
    label: str | None = Field(description="The name of the cut.")
    taken_at: datetime = Field(description="When the cut was taken.")
