"""The numbers of the committee's own letter come out as they went in, to the last digit."""

from uuid import UUID

import pytest

from referral_api.demo.committee_numbers import NUMBERS, Number
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.world import World

_PATH = "/v1/aggregates"


async def test_every_number_of_the_letter_comes_out_to_the_last_digit(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    entered: dict[str, Number] = {}
    for number in NUMBERS:
        row = await world.done(coordinator, "POST", _PATH, number.as_aggregate())
        entered[row["id"]] = number
        (event,) = await world.events(subject_id=UUID(row["id"]), action="aggregate:register")
        assert (event["agent_id"], event["outcome"]) == (coordinator, "allowed")
    listed: dict[str, dict[str, str]] = {}
    for code in {number.code for number in NUMBERS}:
        page = await world.done(coordinator, "GET", f"{_PATH}?code={code}&limit=100")
        listed |= {row["id"]: row for row in page["items"] if row["id"] in entered}
    assert {row_id: row["value"] for row_id, row in listed.items()} == {
        row_id: number.value for row_id, number in entered.items()
    }
    by_name = {number.name: number.value for number in NUMBERS}
    assert by_name["PROT-2021-WG-SHARE"] == "76.63"  # two decimals in 2021
    assert by_name["PROT-2023-W-SHARE"] == "64"  # none in 2023


@pytest.mark.parametrize(
    ("kind", "value", "status"), [("count", None, 422), ("approximate", None, 201)]
)
async def test_only_an_approximation_may_be_words_alone(
    world: World, kind: str, value: str | None, status: int
) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    body = {
        "code": "justice.accused", "kind": kind, "unit": "accused", "since": "2023-01-01",
        "before": "2024-01-01", "value": value, "words": "plus d'une centaine",
        "filter": "de trafiquants", "source": "Contributions du comité, 2024",
    }  # fmt: skip
    answer = await world.call(coordinator, "POST", _PATH, body)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"] == [
            {"pointer": "/value", "code": "missing", "message": "Ce champ est obligatoire."}
        ]


async def test_nobody_but_the_coordination_reads_totals_of_others(world: World) -> None:
    supervisor = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", supervisor, "GET", _PATH)
