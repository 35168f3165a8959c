"""The register of prevention activities, and what contradicts itself in one."""

from collections.abc import Iterator
from datetime import UTC, datetime

from referral_api.domain.codelists.prevention import ActivityState, PreventionKind
from referral_api.domain.programme.prevention_activities.schemas import (
    PreventionActivityContents,
    PreventionActivityRead,
)
from referral_api.domain.programme.prevention_activities.tables import PreventionActivity
from referral_api.domain.records.entries.filters import between, same
from referral_api.domain.records.entries.register import Acts, Register
from referral_api.permissions import PreventionActivityPermission as May


def find_faults(activity: PreventionActivityContents) -> Iterator[tuple[str, str]]:
    """Find what contradicts the state of an activity, its kind and its numbers."""
    done = activity.state is ActivityState.CARRIED_OUT
    # Mali has no other time than UTC.
    if done and activity.held_on > datetime.now(UTC).date():
        yield "held_on", "out_of_range"
    if (activity.state is ActivityState.CANCELLED) != (activity.cancellation_reason is not None):
        missing = activity.cancellation_reason is None
        yield "cancellation_reason", "missing" if missing else "invalid_value"
    if activity.reached is not None and not done:
        yield "reached", "invalid_value"
    if (code := _wrong_professions(activity, done=done)) is not None:
        yield "professions", code
    if activity.shortfall_reason is not None and not _fell_short(activity):
        yield "shortfall_reason", "invalid_value"


def _wrong_professions(activity: PreventionActivityContents, *, done: bool) -> str | None:
    numbers = activity.professions
    if numbers and (activity.kind is not PreventionKind.TRAINING or not done):
        return "invalid_value"
    if len({one.profession for one in numbers}) < len(numbers):
        return "invalid_value"
    return "out_of_range" if sum(one.number for one in numbers) > _total(activity) else None


def _total(activity: PreventionActivityContents) -> int:
    return 0 if activity.reached is None else activity.reached.total


def _fell_short(activity: PreventionActivityContents) -> bool:
    """Say whether some population, or all together, were fewer than meant."""
    target, reached = activity.target, activity.reached
    if target is None or reached is None:
        return False
    fewer = any(
        meant is not None and (getattr(reached, name) or 0) < meant for name, meant in target
    )
    return fewer or reached.total < target.total


PREVENTION_ACTIVITIES = Register(
    PreventionActivity, PreventionActivityRead, PreventionActivityContents,
    Acts(May.REGISTER, May.READ, May.LIST, May.CORRECT, May.WITHDRAW),
    filters=same(PreventionActivity, "kind", "theme", "region", "state", "border")
    | between(PreventionActivity, "held_on"),
    numbers=("target", "reached", "professions"),
    faults=find_faults,
)  # fmt: skip
