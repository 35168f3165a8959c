"""Response schemas of custody."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.schemas import Resource


class CustodyLink(Resource):
    """One link of a chain: the organisation that was responsible for the case, and when."""

    kind: CustodyKind
    seq: int
    organisation_id: UUID
    since: datetime
    until: datetime | None = Field(description="Null while it is in force.")
    handoff_id: UUID | None


class CustodyChains(Resource):
    """The links within your sight, each chain from its beginning."""

    items: list[CustodyLink]
