"""The staff of an organisation on a day, by profession, and how many are trained."""

from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.programme import KINDS, an_entry
from tests.support.world import World

_COUNT = KINDS["staff_count"]


async def test_an_organisation_has_one_count_a_day_until_it_withdraws_it(world: World) -> None:
    home = await world.make_organisation("shelter")
    by = home.agent(Role.SUPERVISOR)
    made = await an_entry(world, _COUNT, by, counted_on="2023-12-31")
    body = _COUNT.body({}) | {"counted_on": "2023-12-31"}
    await refused(world, 409, "already-exists", by, "POST", _COUNT.path, body)
    elsewhere = await an_entry(
        world, _COUNT, world.stranger.agent(Role.SUPERVISOR), counted_on="1969-12-31"
    )
    assert elsewhere["organisation_id"] == str(world.stranger.id)
    path = f"{_COUNT.path}/{made['id']}/withdraw"
    await world.done(by, "POST", path, {"reason": "replaced"}, version=1)
    again = await world.done(by, "POST", _COUNT.path, body)
    page = await world.done(by, "GET", f"{_COUNT.path}?status=registered&since=2023-12-31")
    assert [item["id"] for item in page["items"]] == [again["id"]]


async def test_no_more_people_are_trained_than_there_are(world: World) -> None:
    by = world.ngo.agent(Role.CASE_WORKER)
    staff = [
        {"profession": "health", "staff": 3, "trained": 3},
        {"profession": "social_work", "staff": 2, "trained": 3},
    ]
    body = _COUNT.body({}) | {"staff": staff}
    problem = await refused(world, 422, "malformed-input", by, "POST", _COUNT.path, body)
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [
        ("/staff/1/trained", "out_of_range")
    ]
    body |= {"staff": [staff[0], staff[0]]}
    problem = await refused(world, 422, "malformed-input", by, "POST", _COUNT.path, body)
    assert [error["pointer"] for error in problem["errors"]] == ["/staff"]
    await refused(world, 422, "malformed-input", by, "POST", _COUNT.path, body | {"staff": []})
