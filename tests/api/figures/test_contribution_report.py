"""The country's contribution: the committee's own numbers come out as they went in, what
contradicts itself among them is said and not repaired, and the same cut gives the same report.
"""

import csv
import io
import secrets
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from referral_api.demo.committee_numbers import NUMBERS
from referral_api.demo.committee_texts import TEXTS
from referral_api.permissions import Role
from referral_api.reports import numerals
from referral_api.reports.contribution_report import serving
from tests.support.audit_log import refused
from tests.support.committee_report import GOLDEN_LINES
from tests.support.world import World

_PATH = "/v1/reports/contribution"
_YEARS = f"{_PATH}?from=2021-01-01&to=2024-01-01"
# Each contradiction that is always shown, by words that its remark must have.
_ALWAYS_SHOWN = {
    "C07": "les nombres de 2022 donnent 19,21 %, et cette part est celle des nombres de 2021",
    "C08": "toutes les personnes qui ne sont ni femmes ni filles (136)",
    "C09": "le nombre est de 55, non de 0",
    "C10": "résultats de la réalisation des activités de prévention",
    "C12": "3 890 des 4 815 personnes (80,79 %) ne sont ni des femmes ni des filles",
    "C13": "Rupture de série",
    "C15": "Aucune unité n'est donnée pour toutes les années",
    "C16": "une condamnation suppose un jugement",
    "C17": "« plus d'une centaine de trafiquants »",
    "C19": "« l'adoption de la loi spécifique »",
    "C21": "l'absence d'une base de données nationale",
}


def _sections(section: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield section
    for narrower in section["sections"]:
        yield from _sections(narrower)


def _blocks(report: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for top in (*report["sections"], *report["annexes"]):
        for section in _sections(top):
            yield from (block for block in section["blocks"] if block["kind"] == kind)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _printed(value: str, decimals: int, *, percent: bool) -> str:
    return _plain(
        numerals.number(Decimal(value), language="fr", decimals=decimals, percent=percent)
    )


async def _enter_the_letter_of_2024(world: World) -> set[str]:
    """Enter its numbers and what no rule can find; return the footnotes of the numbers."""
    coordinator = world.coordination.agent(Role.COORDINATOR)
    source = f"Contributions {secrets.token_hex(4)}"
    entered = [
        await world.done(coordinator, "POST", "/v1/aggregates", number.as_aggregate(source))
        for number in NUMBERS
    ]
    for text in TEXTS:
        if text.block == "remark":
            await world.done(coordinator, "POST", "/v1/report-texts", text.as_report_text())
    return {f"aggregate:{row['id']}" for row in entered}


async def test_the_committees_numbers_come_out_to_the_last_digit_with_what_contradicts_them(
    world: World,
) -> None:
    own = await _enter_the_letter_of_2024(world)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    report = await world.done(coordinator, "GET", _YEARS)

    tables = list(_blocks(report, "table"))
    assert {1, 3, 9, 10, 11, 12} <= {table["number"] for table in tables}
    rows = [row for table in tables for row in table["rows"] if own & set(row["notes"])]
    figures = [cell for row in rows for cell in row["cells"] if isinstance(cell, dict)]
    told = {
        _printed(str(cell["value"]), cell["decimals"], percent=cell["percent"])
        for cell in figures if cell["mark"] is None
    }  # fmt: skip
    assert set(GOLDEN_LINES) <= told
    # What the letter does not tell is not available, and never 0.
    assert "n.d." in {cell["mark"] for cell in figures}
    assert "0" not in told

    prose = _plain(" ".join(block["text"] for block in _blocks(report, "paragraph")))
    assert "582 personnes" in prose
    assert "446 femmes et filles (soit 76,63 %)" in prose
    assert "autres (hommes, garçons, sexe non déterminé) : 136 (soit 23,37 %)" in prose
    assert "3 482 femmes (soit 64 %) et 222 filles (soit 4 %)" in prose
    remarks = [_plain(block["text"]) for block in _blocks(report, "remark")]
    for name, words in _ALWAYS_SHOWN.items():
        assert any(words in remark for remark in remarks), name

    cells = await world.call(coordinator, "GET", _YEARS, headers={"Accept": "text/csv"})
    lines = list(csv.DictReader(io.StringIO(cells.text)))
    in_csv = {
        _printed(line["value"], int(line["decimals"]), percent=line["percent"] == "%")
        for line in lines if line["value"]
    }  # fmt: skip
    assert set(GOLDEN_LINES) <= in_csv


async def test_the_same_cut_gives_the_same_report_without_counting_again(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await world.a_case(sex="unknown")
    year = f"{_PATH}?from=2026-01-01&to=2027-01-01&language=en&population=women_and_girls"
    first = await world.call(coordinator, "GET", year)
    again = await world.call(coordinator, "GET", first.headers["Content-Location"])
    assert first.status_code == again.status_code == 200
    assert first.content == again.content

    async def acts(response: Any) -> list[str]:
        events = await world.events(request_id=response.headers["x-request-id"])
        return [event["action"] for event in events]

    assert "figure:ask" in await acts(first)
    assert await acts(again) == ["report:make"]
    (event,) = await world.events(request_id=again.headers["x-request-id"])
    assert str(event["subject_id"]) in again.headers["Content-Location"]

    # Every figure that was counted names its definition and its query; a year without an entry of
    # the kind is not available, and not 0.
    report = first.json()
    notes = {note["key"]: note for note in report["footnotes"]}
    registered = next(
        row for table in _blocks(report, "table") if table["number"] == 3
        for row in table["rows"] if row["cells"][1] == "Persons registered"
    )  # fmt: skip
    (note,) = (notes[key] for key in registered["notes"])
    answer = await world.done(coordinator, "GET", f"/v1/figure-answers/{note['query_id']}")
    assert registered["cells"][5]["value"] == answer["answer"]["total"]["value"]
    assert registered["cells"][5]["flags"] == ["p"]
    heads = next(table for table in _blocks(report, "table") if table["number"] == 3)["columns"]
    assert "Men" not in heads


async def test_what_changed_since_an_earlier_report_is_shown_with_its_reasons(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    year = f"{_PATH}?from=2026-01-01&to=2027-01-01&language=en"
    first = await world.call(coordinator, "GET", year)
    earlier = first.headers["Content-Location"].rpartition("cut_id=")[2]
    await world.a_case()
    report = await world.done(coordinator, "GET", f"{year}&earlier_cut_id={earlier}")
    (table,) = (table for table in _blocks(report, "table") if table["number"] == 14)
    (row,) = (row["cells"] for row in table["rows"] if row["cells"][0] == "Persons registered")
    _, shown, before, after, why = row
    assert (shown, int(after["value"]) - int(before["value"])) == ("2026", 1)
    assert (after["flags"], why) == (["r"], "New event (+1)")


async def test_long_counting_tells_how_far_it_is_and_goes_on_where_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    # No time to count: each request answers one question, and stores it.
    monkeypatch.setattr(serving, "_COUNTING", -1)
    path, told = f"{_PATH}?from=2021-01-01&to=2021-01-02", []
    while (response := await world.call(coordinator, "GET", path)).status_code == 202:
        assert int(response.headers["Retry-After"]) >= 1
        told.append(response.json())
        path = response.headers["Location"]
        assert told[-1]["cut_id"] in path
    assert response.status_code == 200
    assert [one["counted"] for one in told] == list(range(1, told[0]["of"]))


@pytest.mark.parametrize(
    ("query", "accept", "status", "code"),
    [
        ("?from=2021-01-01&to=2022-01-01", "text/html", 406, "not-acceptable"),
        ("?from=2021-01-01", "*/*", 422, "malformed-input"),
        ("?from=2022-01-01&to=2021-01-01", "*/*", 422, "malformed-input"),
        (f"?request={UUID(int=1)}&from=2021-01-01", "*/*", 422, "malformed-input"),
        (f"?request={UUID(int=1)}", "*/*", 404, "not-found"),
    ],
)
async def test_what_cannot_be_made_is_refused(
    world: World, query: str, accept: str, status: int, code: str
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    response = await world.call(coordinator, "GET", _PATH + query, headers={"Accept": accept})
    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_nobody_but_the_coordination_makes_the_report(world: World) -> None:
    supervisor = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", supervisor, "GET", _YEARS)
