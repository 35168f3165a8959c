"""Figures are counted from the history, kept with their answer, and come out the same later."""

from uuid import UUID

import pytest

from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.figures import PERIOD, ask, cells, decide
from tests.support.world import World


async def test_persons_are_counted_by_the_categories_of_the_national_report(world: World) -> None:
    brigade = await world.make_organisation("police")
    for sex, age in [
        ("female", "25_59"), ("female", "12_14"), ("female", "unknown"), ("male", "18_24"),
        ("male", "6_11"), ("unknown", "25_59"),
    ]:  # fmt: skip
        await world.a_case(brigade, sex=sex, age_band=age)
    await world.a_case(brigade, age_band="18_24", age_in_doubt=True)
    answer = await ask(world, brigade, "identification.registered", f"{PERIOD}&by=category")
    assert cells(answer) == {
        "women": 1, "girls": 3, "men": 1, "boys": 1, "not_determined": 1
    }  # fmt: skip
    assert answer["answer"]["total"]["value"] == 7
    assert answer["answer"]["unknown"] == {"category": 14.29}
    doubt = await ask(world, brigade, "identification.age_doubt")
    assert doubt["answer"]["total"]["value"] == 2


async def test_a_person_counts_at_the_first_event_of_all_years(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    await decide(world, brigade, case, "begin_screening", "presume", "identify")
    answer = await ask(world, brigade, "identification.detected", f"{PERIOD}&by=form,category")
    assert answer["answer"]["cells"] == [
        {"by": {"form": "MENDICITE_FORCEE", "category": "women"}, "value": 1, "base": 1}
    ]
    later = await ask(world, brigade, "identification.detected", "from=2099-01-01&to=2100-01-01")
    assert later["answer"]["total"]["value"] == 0


async def test_years_add_up_because_a_person_counts_in_the_first_alone(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    for status, day in (("presumed", "2023-12-31T23:59:59Z"), ("identified", "2024-01-02T00:00Z")):
        await world.owner.execute(
            "INSERT INTO counted_decision (row_id, generation, case_id, to_status, forms,"
            " organisation_id, decided_at) SELECT gen_random_uuid(), number, $1, $2, '{}', $3,"
            " $4::text::timestamptz FROM generation",
            UUID(case["id"]), status, brigade.id, day,
        )  # fmt: skip
    years = [
        await ask(world, brigade, "identification.detected", f"from={y}-01-01&to={y + 1}-01-01")
        for y in (2023, 2024)
    ]
    assert [year["answer"]["total"]["value"] for year in years] == [1, 0]


async def test_a_duplicate_is_in_no_figure_but_in_those_of_before(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    before = await ask(world, brigade, "identification.registered")
    supervisor = brigade.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{case['id']}"
    await world.done(
        supervisor, "POST", f"{path}/close", {"reason": "registered_in_error"}, version=1
    )
    after = await ask(world, brigade, "identification.registered")
    assert (before["answer"]["total"]["value"], after["answer"]["total"]["value"]) == (1, 0)
    same = await ask(
        world, brigade, "identification.registered", f"{PERIOD}&cut_id={before['cut_id']}"
    )
    assert same["hash"] == before["hash"]


async def test_an_answer_stays_and_is_counted_again_to_the_digit(world: World) -> None:
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    agent = brigade.agent(Role.SUPERVISOR)
    given = await ask(world, brigade, "identification.registered", f"{PERIOD}&by=category,region")
    await world.a_case(brigade, sex="male")
    officer = brigade.agent(Role.FIRST_RESPONDER)
    path = f"/v1/cases/{case['id']}"
    await world.done(officer, "PATCH", path, {"sex": "male", "region": "KAYES"}, version=1)
    assert await world.done(agent, "GET", f"/v1/figure-answers/{given['id']}") == given
    verified = await world.done(agent, "GET", f"/v1/figure-answers/{given['id']}/verification")
    assert verified["equal"] is True
    assert verified["hash"] == given["hash"]
    actions = [event["action"] for event in await world.events(subject_id=UUID(given["id"]))]
    assert actions == ["figure:ask", "figure:read", "figure:verify"]


async def test_an_answer_by_another_version_of_a_figure_stays_and_is_not_counted_again(
    world: World,
) -> None:
    brigade = await world.make_organisation("police")
    agent = brigade.agent(Role.SUPERVISOR)
    given = await ask(world, brigade, "identification.registered")
    before = await world.owner.fetchval(
        "INSERT INTO figure_answer SELECT (jsonb_populate_record(stored, jsonb_build_object("
        "'id', gen_random_uuid(), 'definition_version', 0))).* FROM figure_answer AS stored"
        " WHERE id = $1 RETURNING id",
        UUID(given["id"]),
    )
    path = f"/v1/figure-answers/{before}"
    assert (await world.done(agent, "GET", path))["hash"] == given["hash"]
    body = await refused(world, 409, "not-recomputable", agent, "GET", f"{path}/verification")
    assert body["answer"] == "answer_id"


async def test_what_began_before_a_cut_and_is_committed_after_it_is_not_in_it(
    world: World,
) -> None:
    """By time it would be: the row says that it was recorded before the cut was taken."""
    brigade = await world.make_organisation("police")
    case = await world.a_case(brigade)
    async with world.owner.acquire() as late:
        transaction = late.transaction()
        await transaction.start()
        await late.execute(
            "INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region,"
            " status, registered_by_organisation_id, registered_at)"
            " SELECT gen_random_uuid(), generation, sex, age_band, age_in_doubt, region, status,"
            " registered_by_organisation_id, registered_at FROM counted_case WHERE row_id = $1",
            UUID(case["id"]),
        )
        given = await ask(world, brigade, "identification.registered")
        await transaction.commit()
    assert given["answer"]["total"]["value"] == 1
    now = await ask(world, brigade, "identification.registered")
    assert now["answer"]["total"]["value"] == 2
    path = f"/v1/figure-answers/{given['id']}/verification"
    assert (await world.done(brigade.agent(Role.SUPERVISOR), "GET", path))["equal"] is True


async def test_an_organisation_counts_its_own_and_reads_no_other_answer(world: World) -> None:
    brigade, other = [await world.make_organisation("police") for _ in range(2)]
    await world.a_case(brigade)
    given = await ask(world, brigade, "identification.registered")
    assert given["answer"]["scope"] == "own"
    answer = await ask(world, other, "identification.registered")
    assert answer["answer"]["total"]["value"] == 0
    stranger = other.agent(Role.SUPERVISOR)
    for path in (
        f"/v1/figure-answers/{given['id']}",
        f"/v1/figure-answers/{given['id']}/verification",
    ):
        await refused(world, 404, "not-found", stranger, "GET", path)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert await world.done(coordinator, "GET", f"/v1/figure-answers/{given['id']}") == given
    await refused(
        world, 403, "not-the-same-rows", coordinator, "GET",
        f"/v1/figure-answers/{given['id']}/verification",
    )  # fmt: skip


async def test_the_coordination_counts_the_country(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/figures/identification.registered?{PERIOD}"
    before = await world.done(coordinator, "GET", path)
    await world.a_case()
    after = await world.done(coordinator, "GET", path)
    assert after["answer"]["scope"] == "country"
    assert after["answer"]["total"]["value"] == before["answer"]["total"]["value"] + 1


async def test_referrals_are_counted_by_their_answer(world: World) -> None:
    brigade = await world.make_organisation("police")
    officer, intake = (
        brigade.agent(Role.FIRST_RESPONDER), world.shelter.agent(Role.INTAKE_OFFICER)
    )  # fmt: skip
    await world.a_referral(by=brigade)
    rows = [
        await world.move(officer, "referrals", await world.a_referral(by=brigade), "send")
        for _ in range(3)
    ]
    await world.move(intake, "referrals", rows[0], "accept", {})
    await world.move(intake, "referrals", rows[1], "reject", {"reason": "out_of_area"})
    answer = await ask(world, brigade, "referral.answers", f"{PERIOD}&by=answer")
    assert cells(answer) == {"accepted": 1, "not_accepted": 1, "none": 1}
    assert answer["answer"]["total"]["value"] == 3
    rate = await ask(world, brigade, "referral.acceptance_rate")
    assert rate["answer"]["total"] == {"by": {}, "value": 50.0, "base": 2}
    refusals = await ask(world, brigade, "referral.refused", f"{PERIOD}&by=reason")
    assert cells(refusals) == {"out_of_area": 1}
    time = await ask(world, brigade, "referral.time_to_answer")
    assert time["answer"]["total"] == {"by": {}, "value": 0.0, "base": 2}


@pytest.mark.parametrize("code", DEFINITIONS)
async def test_each_figure_is_answered_by_each_of_its_dimensions(world: World, code: str) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    definition = DEFINITIONS[code]
    period = PERIOD if definition.date else ""
    total = None
    for by in (*definition.dimensions, ",".join(definition.dimensions[:3]), ""):
        query = "&".join(part for part in (period, by and f"by={by}") if part)
        answer = await world.done(coordinator, "GET", f"/v1/figures/{code}?{query}")
        base = answer["answer"]["total"]["base"]
        total = base if total is None else total
        assert base == total


@pytest.mark.parametrize(
    ("code", "query", "place"),
    [
        ("identification.registered", "", "query:from"),
        ("identification.registered", "from=2023-01-01&to=2023-01-01", "query:to"),
        ("identification.registered", f"{PERIOD}&by=form", "query:by"),
        ("identification.registered", f"{PERIOD}&by=sex,sex", "query:by"),
        (
            "identification.registered",
            f"{PERIOD}&by=category,age,region,nationality",
            "query:by",
        ),
        ("identification.status_at", PERIOD, "query:from"),
    ],
)
async def test_a_question_that_the_figure_cannot_answer_is_refused(
    world: World, code: str, query: str, place: str
) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/figures/{code}?{query}"
    body = await refused(world, 422, "malformed-input", agent, "GET", path)
    assert body["errors"][0]["pointer"] == place


async def test_without_a_figure_or_a_cut_there_is_nothing(world: World) -> None:
    agent = world.coordination.agent(Role.COORDINATOR)
    path = f"/v1/figures/identification.none?{PERIOD}"
    await refused(world, 404, "not-found", agent, "GET", path)
    nowhere = "00000000-0000-7000-8000-000000000000"
    path = f"/v1/figures/identification.registered?{PERIOD}&cut_id={nowhere}"
    await refused(world, 404, "not-found", agent, "GET", path)
    auditor = world.oversight.agent(Role.AUDITOR)
    path = f"/v1/figures/identification.registered?{PERIOD}"
    await refused(world, 403, "forbidden", auditor, "GET", path)


async def test_the_coordination_takes_a_cut_with_a_name(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    cut = await world.done(coordinator, "POST", "/v1/cuts", {"label": "31 décembre"})
    await world.a_case()
    listed = await world.done(coordinator, "GET", "/v1/cuts?limit=1")
    assert listed["items"] == [cut]
    path = f"/v1/figures/identification.status_at?cut_id={cut['id']}"
    at_the_cut = await world.done(coordinator, "GET", path)
    now = await world.done(coordinator, "GET", "/v1/figures/identification.status_at")
    values = [answer["answer"]["total"]["value"] for answer in (at_the_cut, now)]
    assert values[1] == values[0] + 1
    (event,) = await world.events(subject_id=UUID(cut["id"]), action="cut:take")
    assert event["agent_id"] == coordinator
