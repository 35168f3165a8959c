"""Lists are ordered by when the service recorded their rows, whatever ids the callers chose."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.database.pagination import RECORDED_KEY, list_key
from referral_api.permissions import Role
from referral_api.tables import metadata
from tests.support.directory import DIRECTORY
from tests.support.own_ids import YEARS, own_id
from tests.support.programme import KINDS
from tests.support.recorded_rows import LISTS
from tests.support.world import World


async def walk(world: World, agent: UUID, path: str, limit: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await world.done(agent, "GET", f"{path}limit={limit}{cursor}")
        assert page["next_cursor"] is None or len(page["items"]) == limit
        shown = {item["id"] for item in items}
        assert not shown.intersection(item["id"] for item in page["items"]), path
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = f"&cursor={page['next_cursor']}"


@pytest.mark.parametrize("kind", LISTS)
async def test_the_last_recorded_comes_first_and_pages_neither_skip_nor_double(
    world: World, kind: str
) -> None:
    ids = [None, *map(own_id, YEARS), None, own_id(1985), None]
    made, listed = await LISTS[kind](world, ids)
    assert [told for told, own in zip(made, ids, strict=True) if own] == [own for own in ids if own]
    for agent, path in listed:
        for limit in (3, 100):
            items = await walk(world, agent, path, limit)
            found = [item["id"] for item in items]
            assert [one for one in found if one in made] == made[::-1], path
            assert RECORDED_KEY not in items[0]


async def test_a_case_recorded_meanwhile_with_an_old_id_stands_on_no_page_that_follows(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    made = [(await world.a_case(unit, id=own_id(year)))["id"] for year in YEARS]
    worker = unit.agent(Role.CASE_WORKER)
    first = await world.done(worker, "GET", "/v1/cases?limit=2")
    late = await world.a_case(unit, id=own_id(1975))
    path = f"/v1/cases?limit=100&cursor={first['next_cursor']}"
    rest = await world.done(worker, "GET", path)
    assert [item["id"] for item in [*first["items"], *rest["items"]]] == made[::-1]
    (newest,) = (await world.done(worker, "GET", "/v1/cases?limit=1"))["items"]
    assert newest["id"] == late["id"]
    events = await world.events(action="case:list", agent_id=worker)
    listed = [[str(case_id) for case_id in event["case_ids"]] for event in events]
    assert listed == [made[:-3:-1], made[-3::-1], [late["id"]]]


def test_every_table_whose_ids_callers_choose_has_a_key() -> None:
    keyed = {name for name, table in metadata.tables.items() if RECORDED_KEY in table.c}
    assert keyed == {
        "case", "consent", "referral", "referral_copy", "handoff", "handoff_request",
        "identity_order", "accusation", "agent", "client", "organisation",
        "child_protection", "guardian", "age_assessment", "best_interests_assessment",
        "best_interests_determination", "own_view", "tracing",
        "case_relation", "duplicate_candidate", "person_link",
        "stay", "stay_incident", "check_in", "service_given", "follow_up", "means_request",
        "screening", "exploitation",
        "assessment", "support_plan", "support_goal",
        "measure", "reconsideration",
        "contribution", "contribution_call", "contribution_request", "contribution_version", *KINDS,
        *DIRECTORY, "unmet_need", "notice", "webhook_subscription",
        "agent_session", "unit_device",
        "case_code_pad", "case_import", "tip", "incident", "incident_case", "contact",
    }  # fmt: skip
    for name in keyed:
        assert list_key(metadata.tables[name].c).name == RECORDED_KEY
