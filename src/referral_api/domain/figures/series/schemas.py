"""The series of a figure, as partners read it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.aggregates import AggregateKind
from referral_api.domain.codelists.programme import Population
from referral_api.domain.codelists.series import Apart, NoGrowth, SeriesFlag
from referral_api.domain.figures.series_breaks.schemas import SeriesBreakRead
from referral_api.domain.records.entries.schemas import DecimalText
from referral_api.schemas import Resource


class SeriesLine(Resource):
    """Numbers that count the same thing: those of one source, or those counted here."""

    source: str | None = Field(description="Who counted. Null: counted here.")
    unit: str = Field(description="What is counted.")
    population: Population | None = Field(description="Of whom. Null: of all.")
    filter: str = Field(
        description="What counts: the code of the figure, or what the source says in other words."
    )
    reference_date: str | None = Field(
        description="The date by which it falls in a year. Null: the source does not say."
    )
    joins_counted: bool = Field(
        description="Whether it may be compared with what is counted here: the same unit,"
        " population, filter and reference date, and a common year at most 5 % apart."
    )
    apart_because: Apart | None = Field(description="What keeps it apart; null if it joins.")


class SeriesGrowth(Resource):
    """The change since the year before that has a number of this population."""

    since_year: int | None = Field(description="The year that it is related to.")
    percent: DecimalText | None = Field(
        description="In percent, two decimals. Null: none can be given."
    )
    code: NoGrowth | None = Field(description="Why none is given.")


class SeriesPoint(Resource):
    """One number of one year. Numbers of several points are never added."""

    line: int = Field(description="Its line: the place in `lines`, from 0.")
    aggregate_id: UUID | None = Field(description="The aggregate. Null: counted here.")
    kind: AggregateKind | None = Field(description="How exactly it was said. Null: counted here.")
    since: date = Field(description="The first day of the period.")
    before: date = Field(description="The day after the last one of the period.")
    value: DecimalText | None = Field(
        description="The number, with the decimals of its source. Null: words only, or nothing to"
        " tell."
    )
    words: str | None = Field(description="The number as the source printed it.")
    flags: list[SeriesFlag] = Field(description="What must be said of it.")
    growth: SeriesGrowth | None = Field(description="Only if it was asked for.")


class SeriesYear(Resource):
    """All numbers of one year, side by side."""

    year: int = Field(description="The civil year.")
    breaks: list[SeriesBreakRead] = Field(
        description="The breaks that the coordination recorded, and it alone reads."
    )
    points: list[SeriesPoint] = Field(description="The totals of others, and what is counted.")


class SeriesRead(Resource):
    """The years of a figure."""

    code: str = Field(description="The code of the figure.")
    definition_version: int | None = Field(
        description="The version of the definition; null if the figure is not counted here."
    )
    cut_id: UUID = Field(description="The cut as of which it was counted.")
    cut_taken_at: datetime = Field(description="When the cut was taken.")
    scope: str = Field(description="`country`, or `own`: the rows of the asking organisation.")
    lines: list[SeriesLine] = Field(description="What the numbers count.")
    years: list[SeriesYear] = Field(description="The years that were asked for.")
