"""Whatever happened between two answers, the reasons of their difference add up in every cell."""

from datetime import UTC, datetime
from typing import Any

from referral_api.domain.codelists.series import DifferenceReason
from referral_api.domain.figures.definitions.definition import Measure
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.permissions import Role
from tests.support.differences import (
    PERIOD,
    YEAR,
    ask,
    by_hand,
    compare,
    path_of,
    reasons_of,
    sums,
)
from tests.support.recorded_history import History, differs
from tests.support.world import TestOrganisation, World

# Each way of counting a person or a row, a stock, and what a person may have several of.
_FIGURES = {
    "identification.registered": "category,region", "identification.cases_registered": "region",
    "identification.detected": "form,category", "identification.identified": "category",
    "identification.not_retained": "category", "identification.smuggled_assisted": "category",
    "identification.status_at": "status,category", "protection.assisted": "service,region",
    "referral.persons": "service", "referral.answers": "answer,priority",
}  # fmt: skip


async def _ask_all(world: World, by: TestOrganisation) -> dict[str, dict[str, Any]]:
    return {
        code: await ask(
            world, by, code, f"by={dimensions}{'' if 'status_at' in code else f'&{PERIOD}'}"
        )
        for code, dimensions in _FIGURES.items()
    }


async def test_reasons_add_up_in_every_cell_whatever_happened_between_two_answers(
    world: World,
) -> None:
    seen: set[str] = set()
    for seed in range(4):
        brigade = await world.make_organisation("police")
        history = await History(world.owner, brigade.id, seed, YEAR).go_on(60)
        cases, cut_at = history.cases, datetime.now(UTC)
        old = await _ask_all(world, brigade)
        await history.go_on(60)
        new = await _ask_all(world, brigade)
        for code in _FIGURES:
            told = await compare(world, brigade, code, old[code], new[code])
            before, after = (each[code]["answer"] for each in (old, new))
            cells = told["cells"]
            assert sums(cells) == differs(before["cells"], after["cells"]), (seed, code)
            assert sums([told["total"]]) == differs([before["total"]], [after["total"]])
            for cell in (*cells, told["total"]):
                parts = reasons_of(cell)
                # No unit twice: what came in stands there, and what left did.
                assert sum(added for added, _ in parts.values()) <= cell["after"], (seed, code)
                assert sum(removed for _, removed in parts.values()) <= cell["before"]
                seen |= parts.keys()
            if code == "identification.cases_registered":
                expected = by_hand(cases, history.cases, cut_at)
                assert {
                    (cell["by"]["region"], reason): parts
                    for cell in cells for reason, parts in reasons_of(cell).items()
                } == expected, seed  # fmt: skip
    reserved = {"linked", "unlinked", "definition_version"}
    assert seen == {str(reason) for reason in DifferenceReason} - reserved


async def test_each_figure_that_adds_up_is_compared_and_followed(world: World) -> None:
    """Whatever it counts, by whatever key and date, the two statements take it."""
    coordinator = world.coordination.agent(Role.COORDINATOR)
    for code, definition in DEFINITIONS.items():
        query = "&".join(
            part
            for part in (definition.date and PERIOD, f"by={','.join(definition.dimensions[:3])}")
            if part
        )
        answer = await world.done(coordinator, "GET", f"/v1/figures/{code}?{query}")
        told = await world.call(coordinator, "GET", path_of(code, answer, answer))
        if definition.measure in {Measure.NUMBER, getattr(Measure, "SUM", Measure.NUMBER)}:
            assert told.status_code == 200, f"{code}: {told.text}"
            cells = told.json()["cells"]
            assert len(cells) == len(answer["answer"]["cells"]), code
            assert [cell["reasons"] for cell in cells if cell["reasons"]] == [], code
        else:
            assert (told.status_code, told.json()["code"]) == (409, "not-additive"), code
        years = f"/v1/figures/{code}/series?from_year={YEAR - 1}&to_year={YEAR}"
        series = await world.done(coordinator, "GET", years)
        assert [each["year"] for each in series["years"]] == [YEAR - 1, YEAR], code
