"""Services, locations and roads: kept by their own, read by the whole network."""

from typing import Any

import pytest

from referral_api.permissions import HOLDERS, Role
from tests.support.audit_log import recorded, refused
from tests.support.directory import DIRECTORY, SERVICE, a_service, directory_keeper, service_body
from tests.support.programme import Kind
from tests.support.world import World

every_kind = pytest.mark.parametrize("kind", DIRECTORY.values(), ids=list(DIRECTORY))


@every_kind
async def test_an_entry_of_the_directory_is_kept_by_its_own_and_read_by_the_network(
    world: World, kind: Kind
) -> None:
    by, body = directory_keeper(world, kind), kind.body({})
    made = await world.done(by, "POST", kind.path, body)
    assert {name: made[name] for name in body} == body
    path, reader = f"{kind.path}/{made['id']}", world.ngo.agent(Role.CASE_WORKER)
    assert await world.done(reader, "GET", path) == made
    changed = await world.done(by, "PUT", path, body | kind.changed, version=1)
    assert changed == made | kind.changed | {"version": 2}
    other = world.ngo.agent(Role.SUPERVISOR)
    await refused(world, 403, "forbidden", other, "PUT", path, body, version=2)
    listed = await world.done(reader, "GET", f"{kind.path}?limit=1")
    assert listed["items"] == [changed]
    wrong, pointer = kind.wrong
    problem = await refused(world, 422, "malformed-input", by, "POST", kind.path, body | wrong)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    ended = await world.done(by, "POST", f"{path}/withdraw", {"reason": "replaced"}, version=2)
    assert (ended["status"], ended["version"]) == ("withdrawn", 3)
    for act in ("register", "correct", "withdraw"):
        assert await recorded(world, f"{kind.subject}:{act}", made) == [by]


def test_an_organisations_own_agents_keep_its_services_and_the_coordination_the_roads() -> None:
    own = {Role.INTAKE_OFFICER, Role.SUPERVISOR}
    for kind in DIRECTORY.values():
        for act in ("register", "correct", "withdraw"):
            keepers = {
                holder for name, holder in HOLDERS.items() if name == f"{kind.subject}:{act}"
            }
            assert keepers == {frozenset(own if kind.own else {Role.COORDINATOR})}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"hours": [{"day": "MO", "opens": "18:00", "closes": "08:00"}]}, "/hours"),
        ({"exceptions": [{"first_on": "2026-02-02", "last_on": "2026-02-01"}]}, "/exceptions"),
        (
            {"exceptions": [{"first_on": "2026-02-01", "last_on": "2026-02-02", "opens": "09:00"}]},
            "/exceptions",
        ),
        ({"setting": "escort", "longest_stay_days": 5}, "/longest_stay_days"),
        ({"served_regions": []}, "/served_regions"),
        ({"hours": [{"day": "MO", "opens": "8h", "closes": "09:00"}]}, "/hours/0/opens"),
        ({"contacts": [{"label": "Accueil"}]}, "/contacts/0/telephone"),
    ],
)
async def test_what_contradicts_itself_in_a_service_is_refused_at_its_place(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    by = world.shelter.agent(Role.INTAKE_OFFICER)
    body = service_body(**fields)
    problem = await refused(world, 422, "malformed-input", by, "POST", SERVICE.path, body)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


async def test_services_are_found_by_type_region_setting_state_and_organisation(
    world: World,
) -> None:
    home = await world.make_organisation("shelter")
    made = await a_service(world, home, region="GAO", setting="host_family", state="inactive")
    reader = world.ngo.agent(Role.CASE_WORKER)
    path = f"{SERVICE.path}?organisation_id={home.id}"
    for query, found in (
        ("service_type=shelter", [made]), ("service_type=food", []), ("region=GAO", [made]),
        ("region=KAYES", []), ("setting=host_family", [made]), ("setting=centre", []),
        ("state=inactive", [made]), ("state=active", []),
    ):  # fmt: skip
        page = await world.done(reader, "GET", f"{path}&{query}")
        assert page["items"] == found, query
