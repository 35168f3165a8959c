"""The difference of two answers, as partners read it."""

from datetime import date
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.series import DifferenceReason
from referral_api.domain.figures.answers.schemas import Dimension
from referral_api.schemas import Resource


class ReasonRead(Resource):
    """What one reason adds to a cell and takes from it."""

    reason: DifferenceReason
    added: int | float = Field(description="What came into the cell for this reason.")
    removed: int | float = Field(description="What left the cell for this reason.")
    delta: int | float = Field(description="Added less removed.")


class CellDifference(Resource):
    """One cell in both answers."""

    by: dict[str, str] = Field(description="The code of each dimension.")
    before: int | float = Field(description="The value in the first answer.")
    after: int | float = Field(description="The value in the second answer.")
    delta: int | float = Field(description="After less before.")
    reasons: list[ReasonRead] = Field(
        description="Why it differs. No change stands under two reasons; their deltas add up to"
        " that of the cell."
    )


class DifferenceRead(Resource):
    """Why two answers to the same question differ."""

    code: str = Field(description="The code of the figure.")
    from_query: UUID = Field(description="The query id of the first answer.")
    to_query: UUID = Field(description="The query id of the second answer.")
    since: date | None = Field(description="The first day of the period.")
    before: date | None = Field(description="The day after the last one of the period.")
    by: list[Dimension] = Field(description="What both are divided by.")
    scope: str = Field(description="`country`, or `own`: the rows of the asking organisation.")
    total: CellDifference = Field(
        description="What differs without any division. Where one person may stand in several"
        " cells, it is not the sum of them."
    )
    cells: list[CellDifference] = Field(description="Each cell that is not 0 in both answers.")
