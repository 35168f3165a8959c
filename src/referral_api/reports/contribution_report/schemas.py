"""What a caller is told while the figures of a report are counted."""

from uuid import UUID

from pydantic import Field

from referral_api.schemas import Resource


class ReportProgressRead(Resource):
    """How far the counting for a report is."""

    counted: int = Field(description="How many of its figures are counted, and stored.")
    of: int = Field(description="How many figures it has.")
    cut_id: UUID = Field(description="The cut at which they are counted.")
