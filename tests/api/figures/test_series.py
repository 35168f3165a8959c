"""A figure through the years: totals of others beside what is counted, never added."""

import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from referral_api.database.database import system_actor
from referral_api.domain.figures.series_breaks.records import breaks_of
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.programme import KINDS, an_entry
from tests.support.recorded_history import History
from tests.support.world import TestOrganisation, World

_YEAR = datetime.now(UTC).year
_REGISTERED = "identification.registered"


def _path(code: str, more: str = "", first: int = _YEAR - 2) -> str:
    return f"/v1/figures/{code}/series?from_year={first}&to_year={_YEAR}{more}"


async def _total(world: World, code: str, year: int, value: str, **more: Any) -> dict[str, Any]:
    body = {
        "code": code, "kind": "count", "unit": "person", "population": None,
        "since": f"{year}-01-01", "before": f"{year + 1}-01-01", "value": value, "words": value,
        "filter": "victimes repérées et assistées", "source": "Comité",
    }  # fmt: skip
    return await an_entry(world, KINDS["aggregate"], None, **(body | more))


def _shown(series: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (
            year["year"], series["lines"][point["line"]]["source"],
            series["lines"][point["line"]]["population"], point["value"], point["flags"],
        )
        for year in series["years"]
        for point in year["points"]
    ]  # fmt: skip


async def _three_years(world: World, brigade: TestOrganisation) -> None:
    """Two women two years ago, one man in the year before, two women this year."""
    history = History(world.owner, brigade.id, 0, _YEAR)
    for year, sex, number in ((_YEAR - 2, "female", 2), (_YEAR - 1, "male", 1)):
        for _ in range(number):
            await history.register(sex=sex, registered_at=datetime(year, 12, 31, 23, tzinfo=UTC))
    for _ in range(2):
        await world.a_case(brigade)


async def test_an_organisation_follows_its_own_rows_and_sees_no_total_of_others(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    await _three_years(world, brigade)
    await _total(
        world, _REGISTERED, _YEAR - 2, "2", filter=_REGISTERED, reference_date="registered_at"
    )
    agent = brigade.agent(Role.SUPERVISOR)
    answer = await world.call(agent, "GET", _path(_REGISTERED, "&growth=true", _YEAR - 3))
    series = answer.json()
    (event,) = await world.events(request_id=answer.headers["x-request-id"])
    assert (event["action"], event["agent_id"], event["code"]) == (
        "figure:follow", agent, _REGISTERED
    )  # fmt: skip
    assert (series["scope"], {line["source"] for line in series["lines"]}) == ("own", {None})
    # Before the first that was counted, nothing is said: it is no zero.
    assert series["years"][0]["points"] == []
    of_all = [row[3:] for row in _shown(series) if row[2] is None]
    assert of_all == [("2", []), ("1", []), ("2", ["p"])]
    women = [row[3] for row in _shown(series) if row[2] == "women"]
    assert women == ["2", "0", "2"]
    growths = [
        point["growth"]
        for year in series["years"]
        for point in year["points"]
        if series["lines"][point["line"]]["population"] is None
    ]
    assert [(each["percent"], each["code"]) for each in growths] == [
        (None, "first_year"), ("-50.00", None), ("100.00", None)
    ]  # fmt: skip


async def test_the_same_cut_gives_the_same_series(world: World) -> None:
    brigade = await world.make_organisation("police")
    await _three_years(world, brigade)
    agent = brigade.agent(Role.SUPERVISOR)
    first = await world.done(agent, "GET", _path(_REGISTERED))
    await world.a_case(brigade)
    again = await world.done(agent, "GET", _path(_REGISTERED, f"&cut_id={first['cut_id']}"))
    assert again == first
    now = await world.done(agent, "GET", _path(_REGISTERED))
    assert now["years"][-1]["points"][0]["value"] == "3"


async def test_the_coordination_sees_totals_of_others_apart_with_breaks_and_no_growth_across(
    world: World,
) -> None:
    code = f"justice.{secrets.token_hex(6)}"
    coordinator = world.coordination.agent(Role.COORDINATOR)
    of = {"filter": "personnes prises en charge"}
    await _total(world, code, _YEAR - 3, "582", **of)
    shares = {"kind": "share", "unit": "percent", "population": "women_and_girls"}
    await _total(world, code, _YEAR - 3, "76.63", words="76,63%", **(of | shares))
    await _total(world, code, _YEAR - 2, "4815")
    await _total(world, code, _YEAR - 2, "600", source="Police")
    last = await _total(world, code, _YEAR - 1, "5461")
    gone = await _total(world, code, _YEAR - 1, "9")
    withdrawn = f"/v1/aggregates/{gone['id']}/withdraw"
    await world.done(coordinator, "POST", withdrawn, {"reason": "entered_in_error"}, version=1)
    series = await world.done(coordinator, "GET", _path(code, "&growth=true", _YEAR - 3))
    assert _shown(series) == [
        (_YEAR - 3, "Comité", None, "582", []),
        (_YEAR - 3, "Comité", "women_and_girls", "76.63", []),
        (_YEAR - 2, "Comité", None, "4815", ["b", "possible_double_count"]),
        (_YEAR - 2, "Police", None, "600", ["b", "possible_double_count"]),
        (_YEAR - 1, "Comité", None, "5461", []),
    ]
    growths = [
        (point["growth"]["percent"], point["growth"]["code"])
        for year in series["years"] for point in year["points"]
    ]  # fmt: skip
    assert growths[2:] == [(None, "break"), (None, "break"), ("13.42", None)]
    broken = {"code": code, "year": _YEAR - 1, "kind": "law"}
    entry = await an_entry(world, KINDS["series_break"], None, **broken)
    series = await world.done(coordinator, "GET", _path(code, "&growth=true"))
    (point,) = series["years"][1]["points"]
    assert (point["aggregate_id"], point["flags"]) == (last["id"], ["b"])
    assert (point["growth"]["percent"], point["growth"]["code"]) == (None, "break")
    assert [each["id"] for each in series["years"][1]["breaks"]] == [entry["id"]]
    assert series["definition_version"] is None
    supervisor = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 404, "not-found", supervisor, "GET", _path(code))


async def test_an_organisation_is_told_that_a_series_breaks_and_reads_no_record_of_it(
    world: World,
) -> None:
    brigade, code = await world.make_organisation("police"), "identification.cases_registered"
    await _three_years(world, brigade)
    await an_entry(world, KINDS["series_break"], None, code=code, year=_YEAR - 1)
    agent = brigade.agent(Role.SUPERVISOR)
    series = await world.done(agent, "GET", _path(code, "&growth=true"))
    broken = series["years"][1]
    assert (broken["points"][0]["flags"], broken["breaks"]) == (["b"], [])
    assert broken["points"][0]["growth"]["code"] == "break"


async def test_a_total_joins_what_is_counted_if_it_says_that_it_counts_the_same(
    world: World,
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    code, year = "identification.age_doubt", _YEAR - 30
    history = History(world.owner, world.police.id, 0, _YEAR)
    at = datetime(year, 6, 1, tzinfo=UTC)
    for _ in range(20):
        await history.register(sex="female", age_in_doubt=True, registered_at=at)
    name = "Personnes traitées comme  mineures faute d'âge établi"
    for value, source, more in (
        ("21", "Comité", {"filter": name, "reference_date": "registered_at"}),
        ("21", "Police", {"filter": name}),
        ("40", "OIM", {"filter": name, "reference_date": "registered_at"}),
    ):
        await _total(world, code, year, value, source=source, **more)
    path = f"/v1/figures/{code}/series?from_year={year}&to_year={year}"
    series = await world.done(coordinator, "GET", path)
    lines = {
        line["source"]: (line["joins_counted"], line["apart_because"])
        for line in series["lines"]
        if line["population"] is None and line["source"] in {"Comité", "Police", "OIM", None}
    }
    assert lines == {
        "Comité": (True, None), "Police": (False, "reference_date"),
        "OIM": (False, "too_different"), None: (True, None),
    }  # fmt: skip
    assert [row[3] for row in _shown(series) if row[1] in {"Comité", None} and row[2] is None] == [
        "21", "20"
    ]  # fmt: skip


async def test_years_that_do_not_follow_each_other_are_refused(world: World) -> None:
    agent = world.ngo.agent(Role.SUPERVISOR)
    for first, last in ((2024, 2023), (1960, 2020)):
        path = f"/v1/figures/{_REGISTERED}/series?from_year={first}&to_year={last}"
        body = await refused(world, 422, "malformed-input", agent, "GET", path)
        assert [(each["pointer"], each["code"]) for each in body["errors"]] == [
            ("query:to_year", "out_of_range")
        ]


async def test_a_code_of_no_form_is_refused_before_anything_is_looked_up(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    for code in ("protection.assisted%00", "protection", "protection.assisted%0A"):
        path = f"/v1/figures/{code}/series?from_year={_YEAR}&to_year={_YEAR}"
        body = await refused(world, 422, "malformed-input", coordinator, "GET", path)
        assert [each["code"] for each in body["errors"]] == ["invalid_value"], code


async def test_a_figure_has_one_break_of_a_kind_in_a_year_and_others_read_those_that_count(
    world: World,
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await an_entry(world, KINDS["series_break"])
    body = {name: made[name] for name in ("code", "year", "kind", "text_fr", "text_en")}
    await refused(world, 409, "already-exists", coordinator, "POST", "/v1/series-breaks", body)
    law = await world.done(coordinator, "POST", "/v1/series-breaks", body | {"kind": "law"})
    earlier = await world.done(coordinator, "POST", "/v1/series-breaks", body | {"year": 2019})
    path = f"/v1/series-breaks/{law['id']}/withdraw"
    await world.done(coordinator, "POST", path, {"reason": "entered_in_error"}, version=1)
    actor = system_actor(world.coordination.id)
    async with world.process.database.transaction(actor, "flow") as transaction:
        found = await breaks_of(transaction, [made["code"], "none.such"])
    assert [str(each.id) for each in found] == [earlier["id"], made["id"]]
    assert UUID(made["organisation_id"]) == world.coordination.id
