"""Nationality: real countries, several of them, or none at all; the old member keeps working."""

from typing import Any
from uuid import UUID

import pytest
from babel import Locale

from referral_api.domain.codelists.countries import Country
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World

_BODY = {"sex": "female", "age_band": "25_59", "region": "BAMAKO"}


def _officer(world: World) -> UUID:
    return world.police.agent(Role.FIRST_RESPONDER)


def _told(case: dict[str, Any]) -> tuple[Any, Any, Any]:
    return case["nationality"], case["nationalities"], case["stateless"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, (None, [], False)),
        ({"nationality": "ML"}, ("ML", ["ML"], False)),
        ({"nationalities": ["ML"]}, ("ML", ["ML"], False)),
        ({"nationalities": ["NE", "ML", "NE"]}, ("NE", ["NE", "ML"], False)),
        ({"nationality": "NE", "nationalities": ["NE", "ML"]}, ("NE", ["NE", "ML"], False)),
        ({"stateless": True}, (None, [], True)),
        ({"nationality": None, "nationalities": [], "stateless": False}, (None, [], False)),
    ],
)
async def test_what_is_said_of_her_nationality_is_read_again(
    world: World, said: dict[str, Any], told: tuple[Any, Any, Any]
) -> None:
    case = await world.a_case(**said)
    assert _told(case) == told
    read = await world.done(_officer(world), "GET", f"/v1/cases/{case['id']}")
    assert _told(read) == told
    page = await world.done(_officer(world), "GET", "/v1/cases?limit=100")
    assert [_told(item) for item in page["items"] if item["id"] == case["id"]] == [told]


@pytest.mark.parametrize(
    ("before", "change", "told"),
    [
        ({"nationalities": ["NE", "ML"]}, {"nationality": "ML"}, ("ML", ["ML"], False)),
        ({"nationalities": ["NE", "ML"]}, {"region": "KAYES"}, ("NE", ["NE", "ML"], False)),
        ({"nationality": "ML"}, {"nationality": None}, (None, [], False)),
        ({"nationality": "ML"}, {"nationalities": []}, (None, [], False)),
        ({"nationality": "ML"}, {"stateless": True}, (None, [], True)),
        ({"stateless": True}, {"nationalities": ["CI", "ML"]}, ("CI", ["CI", "ML"], False)),
        ({"stateless": True}, {"stateless": False}, (None, [], False)),
        ({"nationality": "ML"}, {"stateless": False}, ("ML", ["ML"], False)),
        ({"stateless": True}, {"region": "KAYES"}, (None, [], True)),
    ],
)
async def test_a_correction_says_it_anew(
    world: World, before: dict[str, Any], change: dict[str, Any], told: tuple[Any, Any, Any]
) -> None:
    case = await world.a_case(**before)
    path = f"/v1/cases/{case['id']}"
    assert _told(await world.done(_officer(world), "PATCH", path, change, version=1)) == told
    assert _told(await world.done(_officer(world), "GET", path)) == told
    (event,) = await world.events(action="case:update", subject_id=UUID(case["id"]))
    assert event["outcome"] == "allowed"


@pytest.mark.parametrize("code", ["QQ", "ZZ", "UK", "XK", "EU", "ml", "MLI"])
async def test_only_a_country_of_iso_3166_is_one(world: World, code: str) -> None:
    for body in ({"nationality": code}, {"nationalities": ["ML", code]}):
        problem = await refused(
            world, 422, "malformed-input", _officer(world), "POST", "/v1/cases", _BODY | body
        )
        (error,) = problem["errors"]
        assert error["pointer"] in {"/nationality", "/nationalities/1"}
        assert (error["code"], error["codelist"]) == ("invalid_value", "countries")
        assert "allowed" not in error


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"stateless": True, "nationality": "ML"}, "/stateless"),
        ({"stateless": True, "nationalities": ["ML"]}, "/stateless"),
        ({"nationality": "ML", "nationalities": ["NE", "ML"]}, "/nationality"),
    ],
)
async def test_nobody_is_of_a_country_and_of_none(
    world: World, said: dict[str, Any], pointer: str
) -> None:
    case = await world.a_case()
    path = f"/v1/cases/{case['id']}"
    for method, where, body, version in (
        ("POST", "/v1/cases", _BODY | said, None), ("PATCH", path, said, 1)
    ):  # fmt: skip
        problem = await refused(
            world, 422, "malformed-input", _officer(world), method, where, body, version=version
        )
        (error,) = problem["errors"]
        assert (error["pointer"], error["code"]) == (pointer, "contradicts_nationalities")


async def test_a_version_that_writes_one_nationality_alone_outdates_the_list(world: World) -> None:
    several = await world.a_case(nationalities=["NE", "ML"])
    stateless = await world.a_case(stateless=True)
    for case in (several, stateless):
        await world.rewrite("case", case, nationality="CI")
        read = await world.done(_officer(world), "GET", f"/v1/cases/{case['id']}")
        assert _told(read) == ("CI", ["CI"], False)


def test_the_list_has_the_249_countries_and_no_other_territory_of_cldr() -> None:
    territories = map(str, Locale.parse("en").territories)
    known = {code for code in territories if len(code) == 2 and code.isalpha()}
    not_of_iso = {
        "AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ",
    }  # fmt: skip
    assert set(Country) == known - not_of_iso
    assert len(Country) == 249
    assert (Country("ML").fr, Country("CI").fr, Country("DZ").en) == (
        "Mali", "Côte d’Ivoire", "Algeria"
    )  # fmt: skip
