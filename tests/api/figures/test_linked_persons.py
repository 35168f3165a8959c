"""A person who has several files counts once, as the earliest valid file says."""

from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.differences import PERIOD, YEAR, ask, compare, reasons_of, sums
from tests.support.duplicates import linked_by_coordination, parted_by_coordination
from tests.support.facts import SCREENING
from tests.support.figures import cells, decide
from tests.support.recorded_history import History, differs
from tests.support.world import TestOrganisation, World

_BY = f"{PERIOD}&by=region"
_PLACE: dict[str, Any] = {"sex": "female", "age_band": "15_17", "region": "KAYES"}
_LATER: dict[str, Any] = {"sex": "female", "age_band": "25_59", "region": "GAO"}
_GIVEN = {
    "service_type": "education", "region": "GAO", "offered_on": "2026-01-15",
    "answer_of_person": "accepted", "began_on": "2026-01-16",
}  # fmt: skip
Two = tuple[dict[str, Any], dict[str, Any]]


async def _two(world: World, by: TestOrganisation, **later: Any) -> Two:
    """Register a woman in Kayes, and after that in Gao."""
    return await world.a_case(by, **_PLACE), await world.a_case(by, **(_LATER | later))


async def _screen_and_serve(world: World, by: TestOrganisation, case: dict[str, Any]) -> None:
    """Let everything happen to a person of this file: a decision, a screening, a service."""
    await decide(world, by, case, "begin_screening", "presume", "identify")
    agent, path = by.agent(Role.INVESTIGATOR), f"/v1/cases/{case['id']}"
    said = SCREENING | {"child_specialist": "yes"}
    await world.done(agent, "POST", f"{path}/screenings", said)
    lead = by.agent(Role.SUPERVISOR)
    await world.done(lead, "POST", f"{path}/services-given", _GIVEN)
    await world.done(agent, "PUT", f"{path}/profile", {"income_level": "none"}, version=0)


async def _told(world: World, by: TestOrganisation, code: str, query: str = _BY) -> dict[str, Any]:
    answer = await ask(world, by, code, query)
    return {"total": answer["answer"]["total"]["value"], **cells(answer)}


@pytest.mark.parametrize(
    "code",
    [
        "identification.identified", "identification.presumed", "identification.detected",
        "identification.screened", "protection.served", "protection.assisted",
        "protection.detected_assisted",
    ],
)  # fmt: skip
async def test_what_happened_by_the_later_file_counts_where_the_earlier_says(
    world: World, code: str
) -> None:
    brigade = await world.make_organisation("police")
    _, later = cases = await _two(world, brigade)
    await _screen_and_serve(world, brigade, later)
    apart = await ask(world, brigade, code, f"{PERIOD}&by=region,age,category")
    assert [cell["by"] for cell in apart["answer"]["cells"]] == [
        {"region": "GAO", "age": "25_59", "category": "women"}
    ]
    link = await linked_by_coordination(world, *cases)
    once = await ask(world, brigade, code, f"{PERIOD}&by=region,age,category")
    assert [(cell["by"], cell["value"]) for cell in once["answer"]["cells"]] == [
        ({"region": "KAYES", "age": "15_17", "category": "girls"}, 1)
    ]
    await parted_by_coordination(world, brigade, link)
    twice = await ask(world, brigade, code, f"{PERIOD}&by=region,age,category")
    assert twice["answer"]["cells"] == apart["answer"]["cells"]
    for old, new, why in ((apart, once, "linked"), (once, twice, "unlinked")):
        told = await compare(world, brigade, code, old, new)
        before, after = old["answer"], new["answer"]
        assert sums(told["cells"]) == differs(before["cells"], after["cells"])
        assert {name for cell in told["cells"] for name in reasons_of(cell)} == {why}
        assert told["total"]["delta"] == 0


async def test_two_files_of_one_woman_are_one_person_of_the_earlier_until_they_are_parted(
    world: World,
) -> None:
    code, brigade = "identification.registered", await world.make_organisation("police")
    cases = await _two(world, brigade)
    apart = await ask(world, brigade, code, _BY)
    link = await linked_by_coordination(world, *cases)
    once = await ask(world, brigade, code, _BY)
    await parted_by_coordination(world, brigade, link)
    twice = await ask(world, brigade, code, _BY)
    two = {"KAYES": 1, "GAO": 1}
    assert [cells(answer) for answer in (apart, once, twice)] == [two, {"KAYES": 1}, two]
    for old, new, why in (
        (apart, once, {"linked": (0, 1)}), (once, twice, {"unlinked": (1, 0)}),
    ):  # fmt: skip
        told = await compare(world, brigade, code, old, new)
        (cell,) = [cell for cell in told["cells"] if cell["reasons"]]
        assert (cell["by"], reasons_of(cell)) == ({"region": "GAO"}, why)
        assert reasons_of(told["total"]) == why


async def test_files_that_differ_in_sex_are_not_determined_and_flagged(world: World) -> None:
    brigade = await world.make_organisation("police")
    cases = await _two(world, brigade, sex="male")
    code, by = "identification.registered", f"{PERIOD}&by=category"
    apart = await ask(world, brigade, code, by)
    assert (await _told(world, brigade, "quality.sex_differs", "by=region"))["total"] == 0
    await linked_by_coordination(world, *cases)
    once = await ask(world, brigade, code, by)
    assert cells(once) == {"not_determined": 1}
    told = await compare(world, brigade, code, apart, once)
    assert {cell["by"]["category"]: reasons_of(cell) for cell in told["cells"]} == {
        "girls": {"linked": (0, 1)}, "men": {"linked": (0, 1)},
        "not_determined": {"linked": (1, 0)},
    }  # fmt: skip
    flagged = await ask(world, brigade, "quality.sex_differs", "by=region")
    assert (flagged["answer"]["total"]["value"], cells(flagged)) == (1, {"KAYES": 1})
    officer, path = brigade.agent(Role.FIRST_RESPONDER), f"/v1/cases/{cases[1]['id']}"
    await world.done(officer, "PATCH", path, {"sex": "female"}, version=1)
    mended = await ask(world, brigade, code, by)
    assert cells(mended) == {"girls": 1}
    told = await compare(world, brigade, code, once, mended)
    assert {name for cell in told["cells"] for name in reasons_of(cell)} == {"attribute_corrected"}
    after = await ask(world, brigade, "quality.sex_differs", "by=region")
    told = await compare(world, brigade, "quality.sex_differs", flagged, after)
    assert reasons_of(told["total"]) == {"reversed": (0, 1)}


async def test_a_sex_that_one_file_does_not_know_contradicts_nothing(world: World) -> None:
    brigade = await world.make_organisation("police")
    cases = await _two(world, brigade, sex="unknown")
    await linked_by_coordination(world, *cases)
    by = f"{PERIOD}&by=category"
    assert await _told(world, brigade, "identification.registered", by) == {"total": 1, "girls": 1}
    assert (await _told(world, brigade, "quality.sex_differs", "by=region"))["total"] == 0


@pytest.mark.parametrize("reason", ["registered_in_error", "duplicate"])
async def test_an_earliest_file_that_is_not_valid_leaves_it_to_the_next(
    world: World, reason: str
) -> None:
    brigade = await world.make_organisation("police")
    earlier, later = cases = await _two(world, brigade, sex="male")
    third = await world.a_case(brigade, **(_PLACE | {"sex": "male", "region": "SEGOU"}))
    await linked_by_coordination(world, *cases)
    await linked_by_coordination(world, later, third)
    await decide(world, brigade, third, "begin_screening", "presume")
    code, by = "identification.presumed", f"{PERIOD}&by=region,category"
    before = await ask(world, brigade, code, by)
    assert [cell["by"] for cell in before["answer"]["cells"]] == [
        {"region": "KAYES", "category": "not_determined"}
    ]
    body = {"reason": reason}
    if reason == "duplicate":
        body["duplicate_of_id"] = later["id"]
    path = f"/v1/cases/{earlier['id']}/close"
    await world.done(brigade.agent(Role.SUPERVISOR), "POST", path, body, version=1)
    after = await ask(world, brigade, code, by)
    # Nor does its sex contradict the others any more.
    assert [cell["by"] for cell in after["answer"]["cells"]] == [
        {"region": "GAO", "category": "men"}
    ]
    told = await compare(world, brigade, code, before, after)
    assert sums(told["cells"]) == differs(before["answer"]["cells"], after["answer"]["cells"])
    assert {name for cell in told["cells"] for name in reasons_of(cell)} == {"attribute_corrected"}


_FIGURES = {
    "identification.registered": "category,region", "identification.detected": "form,category",
    "identification.identified": "age", "identification.not_retained": "category",
    "identification.age_doubt": "sex", "protection.assisted": "service,region",
    "referral.persons": "category", "quality.sex_differs": "region",
}  # fmt: skip


def _query(code: str) -> str:
    return f"by={_FIGURES[code]}{'' if code.startswith('quality') else f'&{PERIOD}'}"


async def test_reasons_add_up_in_every_cell_whatever_files_were_linked_between_two_answers(
    world: World,
) -> None:
    seen: set[str] = set()
    for seed in range(2):
        brigade = await world.make_organisation("police")
        history = await History(world.owner, brigade.id, seed, YEAR).go_on(60)
        answers = []
        for changes in (0, 60):
            await (await history.go_on(changes)).draw_persons()
            answers.append(
                {code: await ask(world, brigade, code, _query(code)) for code in _FIGURES}
            )
        for code in _FIGURES:
            old, new = (given[code] for given in answers)
            told = await compare(world, brigade, code, old, new)
            cells_of = [each["answer"]["cells"] for each in (old, new)]
            assert sums(told["cells"]) == differs(*cells_of), (seed, code)
            for cell in (*told["cells"], told["total"]):
                parts = reasons_of(cell)
                assert sum(added for added, _ in parts.values()) <= cell["after"], (seed, code)
                assert sum(removed for _, removed in parts.values()) <= cell["before"], code
                seen |= parts.keys()
    assert seen >= {"linked", "unlinked", "attribute_corrected"}


async def test_a_child_for_doubt_is_one_by_the_earliest_file(world: World) -> None:
    brigade = await world.make_organisation("police")
    cases = await _two(world, brigade, age_band="unknown")
    doubtful = f"{PERIOD}&by=region"
    code = "identification.age_doubt"
    apart = await ask(world, brigade, code, doubtful)
    assert cells(apart) == {"GAO": 1}
    await linked_by_coordination(world, *cases)
    once = await ask(world, brigade, code, doubtful)
    assert cells(once) == {}
    told = await compare(world, brigade, code, apart, once)
    assert reasons_of(told["total"]) == {"linked": (0, 1)}


async def test_the_profile_is_that_of_the_earliest_file(world: World) -> None:
    brigade = await world.make_organisation("police")
    earlier, later = cases = await _two(world, brigade)
    await _screen_and_serve(world, brigade, later)
    profile = {"income_level": "below_minimum", "migration_statuses": ["refugee"]}
    path = f"/v1/cases/{earlier['id']}/profile"
    await world.done(brigade.agent(Role.INVESTIGATOR), "PUT", path, profile, version=0)
    await linked_by_coordination(world, *cases)
    for by, cell in (("income", {"below_minimum": 1}), ("migration", {"refugee": 1})):
        told = await _told(world, brigade, "identification.identified", f"{PERIOD}&by={by}")
        assert told == {"total": 1, **cell}


async def test_an_organisation_learns_nothing_of_the_file_that_another_holds(world: World) -> None:
    ngo, other = [await world.make_organisation("ngo") for _ in range(2)]
    earlier = await world.a_case(other, **_PLACE)
    later = await world.a_case(ngo, **_LATER)
    await linked_by_coordination(world, earlier, later)
    code = "identification.registered"
    assert await _told(world, ngo, code) == {"total": 1, "GAO": 1}
    assert await _told(world, other, code) == {"total": 1, "KAYES": 1}
