"""Response schemas of a search for a place, and of unmet needs."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from referral_api.domain.codelists.directory import (
    ExclusionReason,
    RankingPoint,
    RoadCondition,
    SecurityLevel,
    ServiceSetting,
)
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.places import CapacityStatus
from referral_api.domain.codelists.referrals import Priority, ServiceType
from referral_api.domain.codelists.territory import Region
from referral_api.schemas import Resource


class PointsTold(Resource):
    """One line of the table of weights that is true of a service."""

    code: RankingPoint
    points: int = Field(description="How much it counts.")


class Candidate(Resource):
    """A service that can take the people in."""

    service_id: UUID = Field(description="The service.")
    organisation_id: UUID
    name: str = Field(description="What the network calls it. Nobody outside is told.")
    setting: ServiceSetting = Field(description="Where it is given, or what it stands in for.")
    region: Region
    cercle: str | None = Field(description="The cercle.")
    security_level: SecurityLevel = Field(description="How it is protected.")
    languages: list[Language] = Field(description="The languages that are spoken there.")
    duty_telephone: str | None = Field(description="Who answers at night.")
    places: CapacityStatus = Field(
        description="Whether there is room for all of them. Never a promise: acceptance holds it."
    )
    road: RoadCondition = Field(description="Whether people can travel there.")
    score: int = Field(description="The sum of the points.")
    points: list[PointsTold] = Field(description="What speaks for it.")


class Excluded(Resource):
    """A service that cannot take the people in, and why."""

    service_id: UUID = Field(description="The service.")
    organisation_id: UUID
    name: str = Field(description="What the network calls it. Nobody outside is told.")
    setting: ServiceSetting = Field(description="Where it is given, or what it stands in for.")
    reasons: list[ExclusionReason] = Field(description="Every reason, not only the first.")


class PlacementResult(Resource):
    """The services for a need, the best first, and why the others are not among them."""

    candidates: list[Candidate] = Field(description="The services of the kind asked for.")
    fallbacks: list[Candidate] = Field(
        description="Where there is no shelter: host families, hospitals, escorts, in this order."
    )
    excluded: list[Excluded] = Field(description="Those of the kind asked for that cannot help.")
    excluded_total: int = Field(description="How many these are, with those that are not listed.")
    unmet_need_id: UUID | None = Field(
        description="The unmet need that was recorded; null if there is a place, or if your"
        " organisation met the same need within the last 24 hours."
    )


class UnmetNeedRead(Resource):
    """A need for which no service was eligible."""

    id: UUID
    organisation_id: UUID = Field(description="The organisation that looked for a place.")
    service_type: ServiceType
    priority: Priority
    category: str | None = Field(
        description="The group of the person, if the sex is known, or `several` people."
    )
    number: int = Field(description="How many people.")
    region: Region
    cercle: str | None = Field(description="The cercle.")
    fallback: ServiceSetting | None = Field(description="What was found instead.")
    recorded_at: datetime
