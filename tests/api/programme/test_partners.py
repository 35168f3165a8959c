"""Partners, their agreements with an end, and what they gave."""

from datetime import UTC, datetime, timedelta

from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.programme import KINDS, a_name, an_entry
from tests.support.world import World

_PARTNER, _AGREEMENT = KINDS["partner"], KINDS["partner_agreement"]
_CONTRIBUTION = KINDS["partner_contribution"]


async def test_two_partners_that_count_never_have_one_name(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    first = await an_entry(world, _PARTNER)
    again = {"name": first["name"].upper(), "category": "state"}
    await refused(world, 409, "already-exists", coordinator, "POST", _PARTNER.path, again)
    path = f"{_PARTNER.path}/{first['id']}/withdraw"
    await world.done(coordinator, "POST", path, {"reason": "replaced"}, version=1)
    made = await world.done(coordinator, "POST", _PARTNER.path, again)
    assert made["category"] == "state"
    page = await world.done(coordinator, "GET", f"{_PARTNER.path}?category=state&limit=5")
    assert made["id"] in [item["id"] for item in page["items"]]
    assert first["id"] not in [item["id"] for item in page["items"]]


async def test_a_partner_may_be_an_organisation_of_the_mechanism(world: World) -> None:
    made = await an_entry(world, _PARTNER, member_organisation_id=str(world.ngo.id))
    assert made["member_organisation_id"] == str(world.ngo.id)
    assert made["organisation_id"] == str(world.coordination.id)


async def test_agreements_whose_end_is_due_are_found_ahead(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    today = datetime.now(UTC).date()
    ends = {days: str(today + timedelta(days)) for days in (-1, 0, 90, 91)} | {None: None}
    made = {
        days: (await an_entry(world, _AGREEMENT, ends_on=day, starts_on="2020-01-01"))["id"]
        for days, day in ends.items()
    }
    ended = await an_entry(world, _AGREEMENT, ends_on=ends[90], starts_on="2020-01-01")
    path = f"{_AGREEMENT.path}/{ended['id']}/withdraw"
    await world.done(coordinator, "POST", path, {"reason": "not_confirmed"}, version=1)
    query = f"{_AGREEMENT.path}?ending_within_days=90&status=registered&limit=100"
    page = await world.done(coordinator, "GET", query)
    found = {item["id"] for item in page["items"]}
    assert {days for days, row_id in made.items() if row_id in found} == {0, 90}
    assert ended["id"] not in found
    for wrong in ("-1", "3661", "soon"):
        await refused(
            world, 422, "malformed-input", coordinator, "GET",
            f"{_AGREEMENT.path}?ending_within_days={wrong}",
        )  # fmt: skip


async def test_an_agreement_rests_on_a_partner_that_counts(world: World) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    partner = await an_entry(world, _PARTNER, name=a_name("Partenaire"))
    path = f"{_PARTNER.path}/{partner['id']}/withdraw"
    await world.done(coordinator, "POST", path, {"reason": "entered_in_error"}, version=1)
    body = _AGREEMENT.body({"partner_id": partner["id"]})
    problem = await refused(
        world, 422, "malformed-input", coordinator, "POST", _AGREEMENT.path, body
    )
    assert problem["errors"][0]["pointer"] == "/partner_id"


async def test_only_the_coordination_says_which_partner_gave(world: World) -> None:
    coordinator, own = world.coordination.agent(Role.COORDINATOR), world.ngo.agent(Role.SUPERVISOR)
    partner = await an_entry(world, _PARTNER)
    body = _CONTRIBUTION.body({}) | {"partner_id": partner["id"]}
    problem = await refused(world, 422, "malformed-input", own, "POST", _CONTRIBUTION.path, body)
    assert problem["errors"][0]["pointer"] == "/partner_id"
    made = await world.done(coordinator, "POST", _CONTRIBUTION.path, body)
    assert (made["partner_id"], made["amount_cfa"]) == (partner["id"], 5_000_000_000)
    assert await recorded(world, "partner_contribution:register", made) == [coordinator]
    page = await world.done(coordinator, "GET", f"{_CONTRIBUTION.path}?partner_id={partner['id']}")
    assert [item["id"] for item in page["items"]] == [made["id"]]


async def test_what_was_given_in_kind_needs_no_amount(world: World) -> None:
    made = await an_entry(world, _CONTRIBUTION, kind="training", amount_cfa=None)
    assert (made["kind"], made["amount_cfa"]) == ("training", None)
    by = world.ngo.agent(Role.CASE_WORKER)
    for fields, pointer in (
        ({"amount_cfa": -1}, "/amount_cfa"), ({"ends_on": "2021-12-31"}, "/ends_on"),
    ):  # fmt: skip
        body = _CONTRIBUTION.body({}) | fields
        problem = await refused(world, 422, "malformed-input", by, "POST", _CONTRIBUTION.path, body)
        assert [error["pointer"] for error in problem["errors"]] == [pointer]
