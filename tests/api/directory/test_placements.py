"""Finding a place: cases that a caseworker would recognise, and why the others cannot help."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.directory import ADULTS, CHILDREN, NEED, a_service
from tests.support.world import TestOrganisation, World

_NIGHT = "2026-01-15T02:00:00Z"  # a Thursday
_DAYTIME = [{"day": "TH", "opens": "08:00", "closes": "17:00"}]
_GIRL = NEED | {"region": "SIKASSO", "languages": ["bam"], "at": _NIGHT}
_ELSEWHERE = _GIRL | {"region": "DIOILA"}
_SIKASSO: dict[str, Any] = {"region": "SIKASSO", "served_regions": ["SIKASSO"]}
_MAN = {
    "service_type": "shelter", "priority": "urgent", "region": "GAO",
    "people": [{"sex": "male", "age_band": "25_59"}],
}  # fmt: skip
_FAMILY = {
    "service_type": "shelter", "priority": "urgent", "region": "MOPTI", "accompanied": True,
    "people": [
        {"sex": "female", "age_band": "25_59", "number": 2},
        {"sex": "male", "age_band": "60_plus"},
        {"sex": "female", "age_band": "6_11", "number": 4},
        {"sex": "male", "age_band": "under_6", "number": 2},
    ],
}  # fmt: skip


async def search(world: World, need: dict[str, Any]) -> dict[str, Any]:
    by = world.police.agent(Role.FIRST_RESPONDER)
    return await world.done(by, "POST", "/v1/placements/search", need)


def reasons(result: dict[str, Any], service: dict[str, Any]) -> list[str]:
    (found,) = [row for row in result["excluded"] if row["service_id"] == service["id"]]
    return sorted(found["reasons"])


def order(result: dict[str, Any], *services: dict[str, Any]) -> list[int]:
    """The places of these services among the candidates, the best first."""
    ids = [service["id"] for service in services]
    found = [row["service_id"] for row in result["candidates"] + result["fallbacks"]]
    return [ids.index(service_id) for service_id in found if service_id in ids]


@pytest.fixture
async def home(world: World) -> TestOrganisation:
    return await world.make_organisation("shelter")


async def test_a_girl_of_15_who_speaks_bambara_in_sikasso_at_2_in_the_morning(
    world: World, home: TestOrganisation
) -> None:
    full = await a_service(world, home, {"bed_girls": 0}, **_SIKASSO)
    free = await a_service(world, home, {"bed_girls": 2}, **_SIKASSO)
    other_language = await a_service(world, home, {"bed_girls": 2}, languages=["ffm"], **_SIKASSO)
    unstated = await a_service(world, home, **_SIKASSO)
    by_day = await a_service(
        world, home, {"bed_girls": 2}, receives_at_all_hours=False, hours=_DAYTIME, **_SIKASSO
    )
    women = await a_service(world, home, {"bed_women": 2}, age_bands=ADULTS, **_SIKASSO)
    not_alone = await a_service(
        world, home, {"bed_girls": 1}, unaccompanied_children=False, **_SIKASSO
    )
    shut = await a_service(
        world, home, {"bed_girls": 2}, **_SIKASSO,
        exceptions=[{"first_on": "2026-01-10", "last_on": "2026-01-20"}],
    )  # fmt: skip
    result = await search(world, _GIRL)
    assert order(result, free, other_language, unstated) == [0, 1, 2]
    best = next(row for row in result["candidates"] if row["service_id"] == free["id"])
    assert (best["places"], best["road"]) == ("capacity", "open")
    assert best["score"] == sum(point["points"] for point in best["points"])
    assert {"place_free", "language", "same_region"} <= {row["code"] for row in best["points"]}
    assert reasons(result, full) == ["no_place"]
    assert reasons(result, by_day) == reasons(result, shut) == ["closed_now"]
    assert reasons(result, women) == ["age_not_served"]
    assert reasons(result, not_alone) == ["no_unaccompanied_children"]
    assert result["unmet_need_id"] is None
    assert await search(world, _GIRL) == result
    later = await search(world, _GIRL | {"at": "2026-01-22T10:00:00Z"})
    assert set(order(later, by_day, shut)) == {0, 1}


async def test_a_man_in_gao_where_no_shelter_takes_men(
    world: World, home: TestOrganisation
) -> None:
    women = await a_service(world, home, {"bed_women": 5}, region="GAO", served_regions=["GAO"])
    men: dict[str, Any] = {
        "sexes": ["male"],
        "age_bands": ADULTS,
        "served_regions": ["GAO"],
        "region": "GAO",
    }
    host = await a_service(world, home, setting="host_family", **men)
    hospital = await a_service(world, home, service_type="medical_care", setting="hospital", **men)
    result = await search(world, _MAN)
    assert result["candidates"] == []
    assert reasons(result, women) == ["sex_not_served"]
    assert order(result, host, hospital) == [0, 1]
    recorded = await world.events(action="unmet_need:record", outcome="allowed")
    assert str(recorded[-1]["subject_id"]) == result["unmet_need_id"]
    # The same need of the same organisation, in other words of the same day, counts once.
    assert (await search(world, _MAN | {"at": _NIGHT}))["unmet_need_id"] is None
    other = world.ngo.agent(Role.CASE_WORKER)
    again = await world.done(other, "POST", "/v1/placements/search", _MAN)
    assert again["unmet_need_id"] is not None
    page = await world.done(other, "GET", "/v1/unmet-needs")
    assert [row["id"] for row in page["items"]] == [again["unmet_need_id"]]
    (row,) = page["items"]
    assert (row["category"], row["region"], row["fallback"]) == ("men", "GAO", "host_family")
    coordinator = world.coordination.agent(Role.COORDINATOR)
    ids = {
        item["id"] for item in (await world.done(coordinator, "GET", "/v1/unmet-needs"))["items"]
    }
    assert {again["unmet_need_id"], result["unmet_need_id"]} <= ids


async def test_a_family_of_nine_that_fled_its_village(world: World, home: TestOrganisation) -> None:
    both: dict[str, Any] = {
        "sexes": ["female", "male"], "age_bands": [*CHILDREN, *ADULTS],
        "region": "MOPTI", "served_regions": ["MOPTI"],
    }  # fmt: skip
    together = await a_service(world, home, {"family_room": 9}, **both)
    small = await a_service(world, home, {"family_room": 8}, **both)
    women = await a_service(
        world, home, {"family_room": 9}, region="MOPTI", served_regions=["MOPTI"]
    )
    result = await search(world, _FAMILY)
    assert order(result, together) == [0]
    assert reasons(result, small) == ["no_place"]
    assert reasons(result, women) == ["sex_not_served"]


async def test_what_else_excludes_a_service(world: World, home: TestOrganisation) -> None:
    places, need = {"bed_girls": 1}, _ELSEWHERE | {
        "nationality": "BF", "accessibility_needs": ["step_free"],
        "exploitation_forms": ["SERVAGE"], "cercle": "Kadiolo",
    }  # fmt: skip
    fit: dict[str, Any] = {
        "accessibility": ["step_free"],
        "region": "DIOILA",
        "served_regions": ["DIOILA"],
    }
    for reason, fields in (
        ("access_not_offered", {"accessibility": []}),
        ("nationality_not_served", {"nationalities": ["ML"]}),
        ("form_not_served", {"exploitation_forms": ["SERVITUDE_DETTES"]}),
        ("not_active", {"state": "temporarily_closed"}),
        ("out_of_area", {"served_regions": ["KAYES"]}),
        ("out_of_area", {"served_cercles": ["Yorosso"]}),
    ):  # fmt: skip
        service = await a_service(world, home, places, **(fit | fields))
        assert reasons(await search(world, need), service) == [reason], reason
    alone = await a_service(world, home, places, **fit, accompanied_children=False)
    result = await search(world, need | {"accompanied": True})
    assert reasons(result, alone) == ["no_accompanied_children"]


async def test_a_closed_road_excludes_and_an_escorted_one_counts_less(
    world: World, home: TestOrganisation
) -> None:
    far = await a_service(world, home, {"bed_girls": 1}, region="NARA", served_regions=["DIOILA"])
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert order(await search(world, _ELSEWHERE), far) == [0]
    body = {"region": "NARA", "condition": "escorted"}
    state = await world.done(coordinator, "POST", "/v1/road-states", body)
    result = await search(world, _ELSEWHERE)
    (found,) = [row for row in result["candidates"] if row["service_id"] == far["id"]]
    assert found["road"] == "escorted"
    assert "road_open" not in {row["code"] for row in found["points"]}
    path = f"/v1/road-states/{state['id']}"
    await world.done(coordinator, "PUT", path, body | {"condition": "closed"}, version=1)
    assert reasons(await search(world, _ELSEWHERE), far) == ["road_closed"]
    await world.done(coordinator, "POST", f"{path}/withdraw", {"reason": "replaced"}, version=2)
