"""Finding a place for a need: judged in the database, told with the reasons."""

from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.audit.log import record
from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.directory import (
    RankingPoint,
    RoadCondition,
    ServiceSetting,
    Weekday,
)
from referral_api.domain.codelists.places import CapacityStatus
from referral_api.domain.directory.placements.needs import PlacementNeed
from referral_api.domain.directory.placements.schemas import (
    Candidate,
    Excluded,
    PlacementResult,
    PointsTold,
)
from referral_api.domain.directory.placements.statement import SEARCH
from referral_api.domain.directory.placements.unmet_needs import record_unmet_need
from referral_api.domain.directory.placements.weights import FALLBACKS, WEIGHTS
from referral_api.domain.directory.places.units import SLEEPING, units_for
from referral_api.permissions import PlacementPermission


async def search_placement(
    transaction: Transaction, need: PlacementNeed, stale_after: timedelta
) -> PlacementResult:
    """Rank the services that can take these people in, and say of each other one why it cannot.

    Where none can, the need is recorded as unmet, and what stands in for a shelter is told.
    """
    await record(transaction, PlacementPermission.SEARCH, "placement")
    rows = await transaction.all(SEARCH, **parameters_of(need, stale_after))
    asked = [row for row in rows if row["setting"] == ServiceSetting.CENTRE]
    eligible = [_candidate(row) for row in asked if row["eligible"]]
    others = [row for row in asked if not row["eligible"]]
    fallbacks: list[Candidate] = []
    unmet_need_id = None
    if not eligible:
        fallbacks = [
            _candidate(row) for setting in FALLBACKS for row in rows
            if row["eligible"] and row["setting"] == setting
        ]  # fmt: skip
        instead = fallbacks[0].setting if fallbacks else None
        unmet_need_id = await record_unmet_need(transaction, need, instead)
    return PlacementResult(
        candidates=eligible, fallbacks=fallbacks, unmet_need_id=unmet_need_id,
        excluded=[_excluded(row) for row in others],
        excluded_total=others[0]["number"] if others else 0,
    )  # fmt: skip


def parameters_of(need: PlacementNeed, stale_after: timedelta) -> dict[str, Any]:
    """Return what the statement of a search is asked with."""
    # Mali has no other time than UTC.
    at = (need.at or datetime.now(UTC)).astimezone(UTC)
    sleeps = need.service_type in SLEEPING
    return {
        "service_type": need.service_type, "priority": need.priority, "number": need.number,
        "sexes": need.sexes, "age_bands": need.age_bands, "has_children": need.has_children,
        "accompanied": need.accompanied, "nationality": need.nationality,
        "languages": need.languages, "access": need.accessibility_needs,
        "forms": need.exploitation_forms, "region": need.region, "cercle": need.cercle,
        "units": units_for(need.service_type, need.each()),
        "settings": list(FALLBACKS) if sleeps else [], "on_day": at.date(),
        "weekday": list(Weekday)[at.weekday()], "hour": f"{at:%H:%M}", "stale_after": stale_after,
    }  # fmt: skip


def _candidate(row: Row) -> Candidate:
    known = CapacityStatus.NO_CAPACITY if row["is_known"] else CapacityStatus.UNKNOWN
    return Candidate(
        service_id=row["id"], organisation_id=row["organisation_id"], name=row["name"],
        setting=row["setting"], region=row["region"], cercle=row["cercle"],
        security_level=row["security_level"], languages=row["languages"],
        duty_telephone=row["duty_telephone"], score=row["score"],
        places=CapacityStatus.CAPACITY if row["has_place"] else known,
        road=RoadCondition.ESCORTED if row["escorted"] else RoadCondition.OPEN,
        points=[
            PointsTold(code=RankingPoint(code), points=WEIGHTS[RankingPoint(code)])
            for code in row["points"]
        ],
    )  # fmt: skip


def _excluded(row: Row) -> Excluded:
    return Excluded(
        service_id=row["id"], organisation_id=row["organisation_id"], name=row["name"],
        setting=row["setting"], reasons=row["reasons"],
    )  # fmt: skip
