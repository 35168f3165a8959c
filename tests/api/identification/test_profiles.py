"""The profile: each item may be unknown or not asked, and functioning opens with health alone."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.facts import malformed
from tests.support.world import World

_SIX = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")


def _functioning(**said: str) -> dict[str, str]:
    return {f"wg_{name}": said.get(name, "none") for name in _SIX}


async def test_a_profile_needs_nothing_and_seals_localities(world: World) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    path = f"/v1/cases/{(await world.a_case(world.ngo))['id']}/profile"
    assert (await world.call(worker, "GET", path)).status_code == 404
    empty = await world.done(worker, "PUT", path, {}, version=0)
    assert (empty["migration_statuses"], empty["income_level"]) == (["not_asked"], "not_asked")
    assert (empty["difficulty_any"], empty["proposed_needs"]) == ("unknown", [])
    said = {
        "origin": {"country": "ML", "region": "MOPTI", "locality": "Testovaville"},
        "residence": {"country_known": "unknown"}, "birth_registered": "no",
        "age_at_registration": 30, "age_at_registration_precision": "estimated",
    }  # fmt: skip
    made = await world.done(worker, "PUT", path, said, version=1)
    assert (made["version"], made["proposed_needs"]) == (2, ["civil_documents"])
    read = await world.done(worker, "GET", path)
    assert read["origin"]["locality"] == "Testovaville"
    stored = await world.owner.fetchval(
        "SELECT p::text FROM profile p WHERE case_id = $1", UUID(read["id"])
    )
    assert "Testova" not in stored
    stale = await world.call(worker, "PUT", path, {}, version=1)
    assert stale.status_code == 412


async def test_answers_on_functioning_are_for_who_holds_health(world: World) -> None:
    worker, intake = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.INTAKE_OFFICER)
    path = f"/v1/cases/{(await world.a_case(world.ngo))['id']}/profile"
    said = {"functioning": _functioning()}
    assert (await world.done(worker, "PUT", path, said, version=0))["difficulty_any"] == "no"
    said = {"functioning": _functioning(walking="a_lot", seeing="not_asked")}
    made = await world.done(intake, "PUT", path, said, version=1)
    assert (made["difficulty_any"], made["functioning"]["wg_walking"]) == ("yes", "a_lot")
    # Left out, they stay.
    kept = await world.done(worker, "PUT", path, {"income_level": "none"}, version=2)
    assert kept["functioning"]["wg_walking"] == "a_lot"
    responder = world.ngo.agent(Role.FIRST_RESPONDER)
    assert (await world.call(responder, "PUT", path, said, version=3)).status_code == 403
    # The police answer for a person and never read health.
    officer, path = world.police.agent(Role.SUPERVISOR), (
        f"/v1/cases/{(await world.a_case())['id']}/profile"
    )  # fmt: skip
    assert (await world.call(officer, "PUT", path, said, version=0)).status_code == 403
    made = await world.done(officer, "PUT", path, {}, version=0)
    assert (made["functioning"], made["difficulty_any"]) == (None, "unknown")


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"migration_statuses": ["refugee", "unknown"]}, "/migration_statuses"),
        ({"documents_held": ["none", "passport"]}, "/documents_held"),
        ({"displacement_causes": ["drought", "drought"]}, "/displacement_causes"),
        ({"age_at_registration": 30}, "/age_at_registration_precision"),
        ({"age_at_registration": 12, "age_at_registration_precision": "exact"},
         "/age_at_registration"),
        ({"origin": {"country": "ML", "country_known": "no"}}, "/origin/country_known"),
    ],
)  # fmt: skip
async def test_a_profile_that_contradicts_itself_or_the_case_is_refused(
    world: World, said: dict[str, Any], pointer: str
) -> None:
    path = f"/v1/cases/{(await world.a_case())['id']}/profile"
    officer = world.police.agent(Role.SUPERVISOR)
    await malformed(world, officer, "PUT", path, said, pointer, version=0)


async def test_the_questions_are_not_asked_of_a_child_under_five(world: World) -> None:
    case = await world.a_case(world.ngo, age_band="under_6")
    worker, path = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case['id']}/profile"
    said = {
        "age_at_registration": 4, "age_at_registration_precision": "exact",
        "functioning": _functioning(),
    }  # fmt: skip
    await malformed(world, worker, "PUT", path, said, "/functioning", version=0)
    await world.done(worker, "PUT", path, said | {"functioning": {}}, version=0)
