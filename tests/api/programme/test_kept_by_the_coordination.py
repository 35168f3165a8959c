"""What the coordination keeps: documents, legal texts, the plan and the report's prose."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.audit_log import recorded, refused
from tests.support.programme import KINDS, an_entry
from tests.support.world import World

_DOCUMENT, _LEGAL_TEXT = KINDS["programme_document"], KINDS["legal_text"]
_INDICATOR, _VALUE, _TEXT = KINDS["plan_indicator"], KINDS["plan_value"], KINDS["report_text"]


async def test_a_file_is_registered_once_by_its_hash(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await an_entry(world, _DOCUMENT)
    body = _DOCUMENT.body({}) | {"sha256": made["sha256"], "title": "Le même"}
    await refused(world, 409, "already-exists", coordinator, "POST", _DOCUMENT.path, body)
    for _ in range(2):
        without = await an_entry(world, _DOCUMENT, sha256=None)
        assert without["sha256"] is None
    query = f"{_DOCUMENT.path}?kind=manual&pillar=prevention&since=2021-06-30&before=2021-07-01"
    page = await world.done(coordinator, "GET", query)
    assert made["id"] in [item["id"] for item in page["items"]]


@pytest.mark.parametrize(
    ("dates", "pointers"),
    [
        ((None, None, None), ["/bill_on"]),
        (("2012-01-02", "2012-01-01", None), ["/adopted_on"]),
        (("2012-01-02", None, "2012-01-01"), ["/in_force_on"]),
        ((None, "2012-01-02", "2012-01-01"), ["/in_force_on"]),
        (("2012-01-03", "2012-01-02", "2012-01-01"), ["/adopted_on", "/in_force_on"]),
    ],
)
async def test_the_dates_of_a_text_follow_each_other(
    world: World, dates: tuple[str | None, ...], pointers: list[str]
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    names = ("bill_on", "adopted_on", "in_force_on")
    body = _LEGAL_TEXT.body({}) | dict(zip(names, dates, strict=True))
    problem = await refused(
        world, 422, "malformed-input", coordinator, "POST", _LEGAL_TEXT.path, body
    )
    assert [error["pointer"] for error in problem["errors"]] == pointers


async def test_the_texts_in_force_are_told_from_those_that_are_to_come(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    today = datetime.now(UTC).date()
    days = {"today": str(today), "tomorrow": str(today + timedelta(1)), "never": None}
    made = {
        name: (await an_entry(world, _LEGAL_TEXT, in_force_on=day))["id"]
        for name, day in days.items()
    }
    for asked, expected in (("true", {"today"}), ("false", {"tomorrow", "never"})):
        page = await world.done(
            coordinator, "GET", f"{_LEGAL_TEXT.path}?in_force={asked}&kind=law&limit=100"
        )
        found = {item["id"] for item in page["items"]}
        assert {name for name, row_id in made.items() if row_id in found} == expected


@pytest.mark.parametrize("said", ["64", "64.0", "76.63", "-0.5", "0", "123456789012345.1234"])
async def test_a_value_of_the_plan_keeps_the_decimals_with_which_it_was_said(
    world: World, said: str
) -> None:
    made = await an_entry(world, _VALUE, value=said)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert made["value"] == said
    assert (await world.done(coordinator, "GET", f"{_VALUE.path}/{made['id']}"))["value"] == said


@pytest.mark.parametrize("wrong", ["", "64,5", "1e3", "NaN", "1.23456", " 1", "٣", 64, 64.5])
async def test_what_is_no_plain_decimal_number_is_no_value(world: World, wrong: Any) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await an_entry(world, _VALUE)
    body = {"indicator_id": made["indicator_id"], "year": 1999, "value": wrong}
    problem = await refused(world, 422, "malformed-input", coordinator, "POST", _VALUE.path, body)
    assert [error["pointer"] for error in problem["errors"]] == ["/value"]


async def test_an_indicator_has_one_value_a_year(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await an_entry(world, _VALUE, year=2022)
    body = {"indicator_id": made["indicator_id"], "year": 2022, "value": "1"}
    await refused(world, 409, "already-exists", coordinator, "POST", _VALUE.path, body)
    next_year = await world.done(coordinator, "POST", _VALUE.path, body | {"year": 2023})
    query = f"{_VALUE.path}?indicator_id={made['indicator_id']}"
    page = await world.done(coordinator, "GET", query)
    assert [item["id"] for item in page["items"]] == [next_year["id"], made["id"]]
    page = await world.done(coordinator, "GET", f"{query}&year=2022")
    assert [item["id"] for item in page["items"]] == [made["id"]]
    assert await recorded(world, "plan_value:register", next_year) == [coordinator]


async def test_a_base_and_a_target_come_with_their_years(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    made = await an_entry(world, _INDICATOR)
    path = f"{_INDICATOR.path}/{made['id']}"
    body = _INDICATOR.body({"objective_id": made["objective_id"]})
    for missing in ("base_year", "base_value", "target_year", "target_value"):
        problem = await refused(
            world, 422, "malformed-input", coordinator, "PUT", path, body | {missing: None},
            version=1,
        )  # fmt: skip
        assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
            (f"/{missing}", "missing")
        ]
    without = body | {"base_year": None, "base_value": None}
    changed = await world.done(coordinator, "PUT", path, without, version=1)
    assert (changed["base_value"], changed["target_value"]) == (None, "50.0")


async def test_a_pillar_and_a_year_have_one_block_of_each_kind(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    block = {"pillar": "plan", "year": 2023, "block": "challenges", "text": "Un défi."}
    made = await world.done(coordinator, "POST", _TEXT.path, block)
    await refused(world, 409, "already-exists", coordinator, "POST", _TEXT.path, block)
    other = await world.done(coordinator, "POST", _TEXT.path, block | {"block": "difficulties"})
    query = f"{_TEXT.path}?pillar=plan&year=2023"
    page = await world.done(coordinator, "GET", query)
    assert [item["id"] for item in page["items"]] == [other["id"], made["id"]]
    page = await world.done(coordinator, "GET", f"{query}&block=challenges")
    assert [item["text"] for item in page["items"]] == ["Un défi."]


async def test_no_word_of_the_prose_reaches_the_log_or_the_audit_log(
    world: World, logs: Logs
) -> None:
    word = "Zqmotrare"
    made = await an_entry(world, _TEXT, text=f"Des acquis : {word}.", year=2190)
    assert word in made["text"]
    assert word not in logs()
    events = await world.events(subject_id=UUID(made["id"]))
    assert len(events) == 1
    assert word not in str(events)
