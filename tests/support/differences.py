"""Asking figures twice, comparing the answers, and finding by hand why files count differently."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

YEAR = datetime.now(UTC).year
PERIOD = f"from={YEAR}-01-01&to={YEAR + 1}-01-01"


async def ask(world: World, by: TestOrganisation, code: str, query: str = PERIOD) -> dict[str, Any]:
    path = f"/v1/figures/{code}?{query}"
    return await world.done(by.agent(Role.SUPERVISOR), "GET", path)


def path_of(code: str, old: dict[str, Any], new: dict[str, Any]) -> str:
    return f"/v1/figures/{code}/difference?from_query={old['id']}&to_query={new['id']}"


async def compare(
    world: World, by: TestOrganisation, code: str, old: dict[str, Any], new: dict[str, Any]
) -> dict[str, Any]:
    agent = by.agent(Role.SUPERVISOR)
    told = await world.done(agent, "GET", path_of(code, old, new))
    events = await world.events(subject_id=UUID(new["id"]), action="figure:compare")
    assert {(each["agent_id"], each["outcome"], each["code"]) for each in events} == {
        (agent, "allowed", code)
    }
    return told


def reasons_of(cell: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {each["reason"]: (each["added"], each["removed"]) for each in cell["reasons"]}


def sums(cells: list[dict[str, Any]]) -> dict[Any, int]:
    sums = {
        tuple(sorted(cell["by"].items())): sum(each["delta"] for each in cell["reasons"])
        for cell in cells
    }
    return {place: value for place, value in sums.items() if value}


def by_hand(
    old: dict[UUID, dict[str, Any]], new: dict[UUID, dict[str, Any]], cut_at: datetime
) -> dict[tuple[str, str], tuple[int, int]]:
    """Give each file that counts differently its reason, one by one, without any SQL."""
    tally: Counter[tuple[str, str, int]] = Counter()
    for case_id in old.keys() | new.keys():
        before, after = old.get(case_id), new.get(case_id)
        was, now = _region(before), _region(after)
        if was == now:
            continue
        if was and now:
            tally[was, "attribute_corrected", 1] += 1
            tally[now, "attribute_corrected", 0] += 1
        elif was:
            tally[was, _why_lost(after), 1] += 1
        elif now and after:
            tally[now, _why_gained(before, after["registered_at"] < cut_at), 0] += 1
    places = {(region, reason) for region, reason, _ in tally}
    return {place: (tally[*place, 0], tally[*place, 1]) for place in places}


def _region(case: dict[str, Any] | None) -> str | None:
    """Return the cell in which a file counts; None if it does not."""
    if case is None or case["closure_reason"] == "duplicate":
        return None
    return (case["region"] or "not_determined") if case["registered_at"].year == YEAR else None


def _why_lost(after: dict[str, Any] | None) -> str:
    if after is None:
        return "erased"
    is_duplicate = after["closure_reason"] == "duplicate"
    return "closed_as_duplicate_or_error" if is_duplicate else "date_corrected"


def _why_gained(before: dict[str, Any] | None, is_late: bool) -> str:
    if before is None:
        return "late_entry" if is_late else "new_event"
    is_duplicate = before["closure_reason"] == "duplicate"
    return "reopened_as_counted" if is_duplicate else "date_corrected"
