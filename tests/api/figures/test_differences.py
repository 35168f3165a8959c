"""Two answers to one question differ by reasons: each change has one, and they add up."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import orjson
import pytest
from uuid_utils.compat import uuid7

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.differences import PERIOD, YEAR, ask, compare, path_of, reasons_of, sums
from tests.support.recorded_history import History, differs
from tests.support.world import TestOrganisation, World

_GROUNDS = {
    "acts": ["RECRUITMENT"], "means": ["FRAUD"], "forms": ["MENDICITE_FORCEE"],
    "ground": "TRAITE_2012_023",
}  # fmt: skip
Case = dict[str, Any]
Act = Callable[[World, TestOrganisation, Case], Awaitable[object]]


async def _decide(world: World, by: TestOrganisation, case: Case, *steps: str) -> None:
    of: dict[str, dict[str, Any]] = {
        "reconsider": {"review_reason": "new_facts"}, "presume": _GROUNDS, "identify": _GROUNDS,
    }  # fmt: skip
    authority = by.agent(Role.IDENTIFICATION_AUTHORITY)
    for step in steps:
        body = {"event": step} | of.get(step, {})
        await world.done(authority, "POST", f"/v1/cases/{case['id']}/decisions", body)


async def _identify(world: World, by: TestOrganisation, case: Case) -> None:
    await _decide(world, by, case, "begin_screening", "presume", "identify")


async def _identify_again(world: World, by: TestOrganisation, case: Case) -> None:
    await _decide(world, by, case, "identify")


async def _identify_and_reconsider(world: World, by: TestOrganisation, case: Case) -> None:
    await _identify(world, by, case)
    await _decide(world, by, case, "reconsider")


async def _reconsider(world: World, by: TestOrganisation, case: Case) -> None:
    await _decide(world, by, case, "reconsider")


async def _register(world: World, by: TestOrganisation, _: Case) -> None:
    await world.a_case(by)


async def _nothing(*_: object) -> None:
    pass


async def _correct_sex(world: World, by: TestOrganisation, case: Case) -> None:
    officer = by.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "PATCH", f"/v1/cases/{case['id']}", {"sex": "male"}, version=1)


async def _close(world: World, by: TestOrganisation, case: Case) -> None:
    supervisor, body = by.agent(Role.SUPERVISOR), {"reason": "registered_in_error"}
    await world.done(supervisor, "POST", f"/v1/cases/{case['id']}/close", body, version=1)


async def _reopen(world: World, by: TestOrganisation, case: Case) -> None:
    supervisor = by.agent(Role.SUPERVISOR)
    await world.done(supervisor, "POST", f"/v1/cases/{case['id']}/reopen", version=2)


async def _erase(world: World, by: TestOrganisation, case: Case) -> None:
    await History(world.owner, by.id, 0, YEAR).erase("counted_case", UUID(case["id"]))


async def _enter_late(world: World, _: TestOrganisation, case: Case) -> None:
    """A file of paper is entered today, with the day on which it was written."""
    await world.owner.execute(
        "INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region, status,"
        " registered_by_organisation_id, registered_at) SELECT $2, generation, sex, age_band,"
        " age_in_doubt, region, status, registered_by_organisation_id,"
        " date_trunc('year', registered_at) FROM counted_case WHERE row_id = $1",
        UUID(case["id"]), uuid7(),
    )  # fmt: skip


async def _find_an_earlier_decision(world: World, _: TestOrganisation, case: Case) -> None:
    """The person was identified a year before already, as a paper says."""
    await world.owner.execute(
        "INSERT INTO counted_decision (row_id, generation, case_id, to_status, forms,"
        " organisation_id, decided_at) SELECT $2, generation, case_id, to_status, forms,"
        " organisation_id, decided_at - interval '1 year' FROM counted_decision"
        " WHERE case_id = $1 AND to_status = 'identified'",
        UUID(case["id"]), uuid7(),
    )  # fmt: skip


_REGISTERED, _IDENTIFIED = "identification.registered", "identification.identified"
_WOMEN, _MEN = {"category": "women"}, {"category": "men"}


@pytest.mark.parametrize(
    ("code", "first", "then", "expected"),
    [
        (_REGISTERED, _nothing, _register, [(_WOMEN, "new_event", 1)]),
        (_REGISTERED, _nothing, _enter_late, [(_WOMEN, "late_entry", 1)]),
        (
            _REGISTERED, _nothing, _correct_sex,
            [(_WOMEN, "attribute_corrected", -1), (_MEN, "attribute_corrected", 1)],
        ),
        (_REGISTERED, _nothing, _close, [(_WOMEN, "closed_as_duplicate_or_error", -1)]),
        (_REGISTERED, _close, _reopen, [(_WOMEN, "reopened_as_counted", 1)]),
        (_REGISTERED, _nothing, _erase, [(_WOMEN, "erased", -1)]),
        (_IDENTIFIED, _nothing, _identify, [(_WOMEN, "new_event", 1)]),
        (_IDENTIFIED, _identify, _reconsider, [(_WOMEN, "reversed", -1)]),
        (
            _IDENTIFIED, _identify_and_reconsider, _identify_again,
            [(_WOMEN, "established", 1)],
        ),
        (_IDENTIFIED, _identify, _find_an_earlier_decision, [(_WOMEN, "date_corrected", -1)]),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)  # fmt: skip
async def test_each_act_between_two_answers_has_one_reason(
    world: World, code: str, first: Act, then: Act, expected: list[tuple[dict[str, str], str, int]]
) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    await first(world, brigade, case)
    old = await ask(world, brigade, code, f"{PERIOD}&by=category")
    await then(world, brigade, case)
    new = await ask(world, brigade, code, f"{PERIOD}&by=category")
    told = await compare(world, brigade, code, old, new)
    assert [
        (cell["by"], each["reason"], each["delta"])
        for cell in told["cells"]
        for each in cell["reasons"]
    ] == sorted(expected, key=lambda each: each[0]["category"])
    assert told["total"]["delta"] == sum(delta for *_, delta in expected)


async def test_a_person_in_a_second_cell_is_new_there_and_no_news_of_all(world: World) -> None:
    brigade, code = await world.make_organisation("police"), "referral.persons"
    case, query = await world.a_case(brigade), f"{PERIOD}&by=service"
    answers = []
    for service in ("shelter", "medical_care"):
        draft = await world.a_referral(case["id"], by=brigade, service_type=service)
        await world.move(brigade.agent(Role.FIRST_RESPONDER), "referrals", draft, "send")
        answers.append(await ask(world, brigade, code, query))
    told = await compare(world, brigade, code, *answers)
    assert [(cell["by"]["service"], reasons_of(cell)) for cell in told["cells"]] == [
        ("medical_care", {"new_event": (1, 0)}), ("shelter", {})
    ]  # fmt: skip
    assert (told["total"]["after"], told["total"]["reasons"]) == (1, [])


async def test_a_new_version_of_a_definition_is_a_reason_of_its_own(world: World) -> None:
    brigade = await world.make_organisation("police")
    await world.a_case(brigade)
    new = await ask(world, brigade, _REGISTERED)
    said = new["answer"] | {"definition_version": 0}
    said["total"] = said["total"] | {"value": 3, "base": 3}
    canonical = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    older = {"id": str(uuid7())}
    await world.owner.execute(
        "INSERT INTO figure_answer SELECT $2, code, 0, since, before, by, scope, organisation_id,"
        " agent_id, cut_id, $3, $4, software, answered_at FROM figure_answer WHERE id = $1",
        UUID(new["id"]), UUID(older["id"]), canonical, hashlib.sha256(canonical).digest(),
    )  # fmt: skip
    told = await compare(world, brigade, _REGISTERED, older, new)
    assert reasons_of(told["total"]) == {"definition_version": (0, 2)}
    agent = brigade.agent(Role.SUPERVISOR)
    path = path_of(_REGISTERED, new, older)
    body = await refused(world, 409, "not-recomputable", agent, "GET", path)
    assert body["answer"] == "to_query"


async def test_after_ten_thousand_changes_an_answer_is_the_same_and_the_difference_adds_up(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    cases = [UUID((await world.a_case(brigade))["id"]) for _ in range(100)]
    agent, query = brigade.agent(Role.SUPERVISOR), f"{PERIOD}&by=category,region"
    old = await ask(world, brigade, _REGISTERED, query)
    as_given = (await world.call(agent, "GET", f"/v1/figure-answers/{old['id']}")).content
    changed = 0
    async with world.owner.acquire() as connection:
        for turn in range(100):
            async with connection.transaction():
                await connection.execute(
                    "INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id,"
                    " salt) SELECT gen_random_uuid(), 'test:arrange', 'allowed', $1, '{}', id, ''"
                    " FROM unnest($2::uuid[]) id",
                    brigade.id, cases,
                )  # fmt: skip
                status = await connection.execute(
                    'UPDATE "case" SET sex = $2, region = $3 WHERE id = ANY ($1)',
                    cases, ["male", "female"][turn % 2], ["GAO", "KAYES", "MOPTI"][turn % 3],
                )  # fmt: skip
                changed += int(status.split()[1])
    for case_id in cases[:10]:
        await _close(world, brigade, {"id": str(case_id)})
    await _register(world, brigade, {})
    images = await world.owner.fetchval(
        "SELECT count(*) FROM counted_case WHERE row_id = ANY ($1)", cases
    )
    assert (changed, images) == (10_000, 100 + 10_000 + 10)
    path = f"/v1/figure-answers/{old['id']}"
    assert (await world.call(agent, "GET", path)).content == as_given
    assert (await world.done(agent, "GET", f"{path}/verification"))["equal"] is True
    new = await ask(world, brigade, _REGISTERED, query)
    told = await compare(world, brigade, _REGISTERED, old, new)
    assert reasons_of(told["total"]) == {
        "new_event": (1, 0), "closed_as_duplicate_or_error": (0, 10)
    }  # fmt: skip
    assert sums(told["cells"]) == differs(old["answer"]["cells"], new["answer"]["cells"])


async def test_answers_to_two_questions_are_not_compared(world: World) -> None:
    brigade = await world.make_organisation("police")
    agent = brigade.agent(Role.SUPERVISOR)
    old = await ask(world, brigade, _REGISTERED)
    for other, differ in (
        (await ask(world, brigade, "identification.cases_registered"), ["figure"]),
        (await ask(world, brigade, _REGISTERED, "from=2001-01-01&to=2002-01-01"), ["period"]),
        (await ask(world, brigade, _REGISTERED, f"{PERIOD}&by=region"), ["dimensions"]),
    ):
        path = path_of(_REGISTERED, old, other)
        body = await refused(world, 409, "answers-not-comparable", agent, "GET", path)
        assert body["differ"] == differ
    rates = [await ask(world, brigade, "referral.acceptance_rate") for _ in range(2)]
    path = path_of("referral.acceptance_rate", *rates)
    await refused(world, 409, "not-additive", agent, "GET", path)
    path = path_of("identification.none", old, old)
    await refused(world, 404, "not-found", agent, "GET", path)


async def test_only_who_counted_its_own_rows_compares_them(world: World) -> None:
    brigade, other = [await world.make_organisation("police") for _ in range(2)]
    old, new = [await ask(world, brigade, _REGISTERED) for _ in range(2)]
    path = path_of(_REGISTERED, old, new)
    await refused(world, 404, "not-found", other.agent(Role.SUPERVISOR), "GET", path)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    await refused(world, 403, "not-the-same-rows", coordinator, "GET", path)


async def test_an_answer_that_its_data_no_longer_give_is_not_compared(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    old, new = [await ask(world, brigade, _REGISTERED) for _ in range(2)]
    await world.owner.execute(
        "UPDATE counted_case SET sex = 'male', closure_reason = 'duplicate' WHERE row_id = $1",
        UUID(case["id"]),
    )
    path = path_of(_REGISTERED, old, new)
    agent = brigade.agent(Role.SUPERVISOR)
    body = await refused(world, 409, "not-recomputable", agent, "GET", path)
    assert body["answer"] == "from_query"
