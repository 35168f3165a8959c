"""The board, as coordinators and organisations read it."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.territory import Region
from referral_api.domain.figures.answers.schemas import Cell, Dimension
from referral_api.domain.figures.board.parts import BoardPart
from referral_api.domain.figures.definitions.definition import Measure, Unit
from referral_api.schemas import Resource


class BoardFigureRead(Resource):
    """One figure of the board: an answer that is stored, and can be counted again."""

    code: str = Field(description="The code of the figure.")
    name_fr: str = Field(description="The French name.")
    name_en: str = Field(description="The English name.")
    unit: Unit = Field(description="What is counted.")
    measure: Measure = Field(description="A number, a sum, a median, a share, and so on.")
    query_id: UUID = Field(description="The answer, under `/v1/figure-answers/{id}`.")
    by: list[Dimension] = Field(description="What it is divided by.")
    total: Cell = Field(description="What is counted without any division.")
    cells: list[Cell] = Field(description="A cell that is not listed is 0.")


class BoardRead(Resource):
    """A part of the board, all counted at one cut."""

    part: BoardPart = Field(description="The part of the board.")
    scope: str = Field(
        description="`country`; `regions`; or `own`: the rows of the asking organisation."
    )
    regions: list[Region] = Field(
        description="The regions that alone are counted; none: everywhere."
    )
    since: date = Field(description="The first day of the period.")
    before: date = Field(description="The day after the last one of the period.")
    cut_id: UUID = Field(description="The cut as of which it was counted.")
    cut_taken_at: datetime = Field(description="When the cut was taken.")
    figures: list[BoardFigureRead] = Field(description="The figures, in the order of the board.")
    organisations: dict[str, str] = Field(
        description="The names of the organisations that cells name by id."
    )


class BoardProgressRead(Resource):
    """How far the counting for a part of the board is."""

    counted: int = Field(description="How many of its figures are counted, and stored.")
    of: int = Field(description="How many figures it has.")
    cut_id: UUID = Field(description="The cut at which they are counted.")
