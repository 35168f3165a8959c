"""What the walk of all routes leaves out: objects that need codes, and measures of each kind."""

from typing import Any

from referral_api.permissions import Role
from tests.contract.leaks.story import PlantedWalk
from tests.support.children import child_house
from tests.support.facts import EPISODE
from tests.support.measures import a_measure
from tests.support.plans import a_draft, a_goal, an_assessment
from tests.support.world import World

_PLACE = {"country": "ML", "country_known": "yes", "region": "GAO"}
_KINDS: dict[str, dict[str, Any]] = {
    "safety_measure": {},
    "stay_permit": {},
    "voluntary_return": {"destination": _PLACE},
    "family_reunification": {"family_check": "no_concern"},
    "child_placement": {},
}


async def take_more(walk: PlantedWalk, world: World) -> None:
    """Record what has words of its own within lists and objects."""
    worker, officer = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.FIRST_RESPONDER)
    case = await world.a_case(world.ngo, nationality="NE", nationalities=["NE"])
    of = {"case_id": case["id"]}
    document = {"kind": "passport"}
    identity = {"documents": [document | {"number": "1"}], "phones": ["+22370000000"]}
    await walk.take("record_identity", officer, identity, version=0, **of)
    rows = [{"case_id": (await world.a_case(world.ngo))["id"]} | identity]
    await walk.take("record_identities", officer, {"mode": "all", "identities": rows})
    episode = EPISODE | {"places": [{"kind": "exploitation", "place": _PLACE}]}
    row = await walk.take("record_exploitation", worker, episode, **of)
    one = of | {"exploitation_id": row["id"]}
    await walk.take("read_exploitation", worker, **one)
    await walk.take("list_exploitations", worker, **of)
    await walk.take("correct_exploitation", worker, episode, version=1, **one)
    await walk.take("read_exploitation", worker, **one)
    profile = {"origin": _PLACE, "residence": _PLACE}
    await walk.take("record_profile", worker, profile, version=0, **of)
    await walk.take("read_profile", worker, **of)
    row = await walk.take("record_assessment", worker, an_assessment(health={}), **of)
    one = of | {"assessment_id": row["id"]}
    await walk.take("read_assessment", worker, **one)
    await walk.take("list_assessments", worker, **of)
    row = await walk.take("draft_support_plan", worker, a_draft(row["id"], goals=[a_goal()]), **of)
    await walk.take("read_support_plan", worker, **of, plan_id=row["id"])
    await _measures(walk, world)
    forced = EPISODE | {"forms": ["CRIMINALITE_FORCEE"]}
    row = await walk.take("record_exploitation", worker, forced, **of)
    notice = a_measure("non_punishment_notice", exploitation_ids=[row["id"]])
    notice |= {"addressed_to_organisation_id": str(world.prosecutor.id)}
    row = await walk.take("propose_measure", worker, notice, **of)
    await walk.take("read_measure", worker, **of, measure_id=row["id"])


async def _measures(walk: PlantedWalk, world: World) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    await child_house(world)
    for kind, more in _KINDS.items():
        age = "12_14" if kind == "child_placement" else "25_59"
        case = await world.a_case(world.ngo, age_band=age, nationality="NE", nationalities=["NE"])
        of = {"case_id": case["id"]}
        row = await walk.take("propose_measure", worker, a_measure(kind, **more), **of)
        await walk.take("read_measure", worker, **of, measure_id=row["id"])
        await walk.take("list_measures", worker, **of)
