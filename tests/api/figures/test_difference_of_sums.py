"""The difference of a sum: each row carries its amount, and the amounts add up by reason."""

from typing import Any

from referral_api.permissions import Role
from tests.support.differences import ask, compare, reasons_of
from tests.support.programme import KINDS, an_entry
from tests.support.world import World

_CODE, _QUERY = "prevention.reached", "from=1971-01-01&to=1972-01-01&by=population"


async def test_people_reached_differ_by_what_was_corrected_withdrawn_and_typed_in(
    world: World,
) -> None:
    kind = KINDS["prevention_activity"]
    worker = world.ngo.agent(Role.CASE_WORKER)
    told: dict[str, Any] = {"held_on": "1971-05-01", "target": {}, "shortfall_reason": None}
    first, second = [await an_entry(world, kind, worker, **told) for _ in range(2)]
    old = await ask(world, world.ngo, _CODE, _QUERY)
    body = kind.body({}) | told | {"reached": {"women": 65, "girls": 40, "men": 7}}
    await world.done(worker, "PUT", f"{kind.path}/{first['id']}", body, version=1)
    why = {"reason": "not_confirmed"}
    await world.done(worker, "POST", f"{kind.path}/{second['id']}/withdraw", why, version=1)
    await an_entry(world, kind, worker, **told, reached={"women": 5})
    new = await ask(world, world.ngo, _CODE, _QUERY)
    difference = await compare(world, world.ngo, _CODE, old, new)
    assert {cell["by"]["population"]: reasons_of(cell) for cell in difference["cells"]} == {
        "women": {
            "late_entry": (5, 0), "attribute_corrected": (65, 62), "reversed": (0, 62)
        },
        "girls": {"reversed": (0, 40)},
        "men": {"attribute_corrected": (7, 0)},
    }  # fmt: skip
    # What one population gained of the same activity is a gain of all.
    assert reasons_of(difference["total"]) == {
        "late_entry": (5, 0), "reversed": (0, 102), "attribute_corrected": (10, 0)
    }  # fmt: skip
