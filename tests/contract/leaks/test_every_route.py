"""Whatever word is written in whatever resource stands where the table says, and nowhere else."""

from pathlib import Path

from fastapi import FastAPI

from tests.conftest import Logs
from tests.contract.leaks.more import take_more
from tests.contract.leaks.story import Onlookers, PlantedWalk
from tests.contract.leaks.table import (
    CLEAR_MEMBERS,
    CLEAR_SUBJECTS,
    WORDLESS,
    Planted,
    find_planted,
)
from tests.contract.test_acts_recorded import take_every_route
from tests.support.leak_search import on_disk, stored
from tests.support.planting import markers_in
from tests.support.world import World

# Members that take any word by the contract, and none by the service.
UNPLANTED = {
    "/value": "a number, written as text",
    "/base_value": "a number, written as text",
    "/target_value": "a number, written as text",
}


async def test_a_planted_word_stands_where_the_table_says_and_nowhere_else(
    app: FastAPI, world: World, logs: Logs, data_dir: Path
) -> None:
    walk = PlantedWalk(app, world)
    await take_every_route(walk, world)
    await take_more(walk, world)
    onlookers = Onlookers(world)
    await onlookers.arrive()
    await onlookers.look(walk)
    planted = {
        marker: find_planted(walk.routes.__getitem__, where)
        for marker, where in walk.planter.planted.items()
    }
    assert _left_out(walk) == set()
    sealed = {marker for marker, what in planted.items() if not what.is_clear}
    assert len(sealed) > 80
    assert _told(walk, planted) == set()
    assert markers_in(logs()) == set()
    found, tables = await stored(world.owner)
    assert tables > 60
    assert {
        (planted[marker], name) for marker, names in found.items() for name in names
        if marker in sealed or name.startswith(WORDLESS)
    } == set()  # fmt: skip
    in_logs, in_wal, files = on_disk(data_dir)
    assert files
    assert in_logs == set()
    assert {planted[marker] for marker in in_wal & sealed} == set()
    # Every row of the table is one that something stands for.
    clear = [what for what in planted.values() if what.is_clear]
    assert CLEAR_SUBJECTS.keys() - {what.subject for what in clear} == {"staff_count"}
    assert all(any(what.member.endswith(end) for what in clear) for end in CLEAR_MEMBERS)


def _told(walk: PlantedWalk, planted: dict[str, Planted]) -> set[tuple[object, ...]]:
    """List what was told where nothing may be: by route, status and onlooker."""
    leaks: set[tuple[object, ...]] = set()
    for told in walk.told:
        answer, reading = told.answer, str(walk.routes[told.route].act)
        aside = markers_in(f"{answer.headers}\n{answer.request.url}")
        leaks |= {(planted[marker], told.route, "a header or an address") for marker in aside}
        for marker in markers_in(answer.text):
            what = planted[marker]
            if not (answer.is_success and what.may_be_told(reading, told.onlooker)):
                leaks.add((what, told.route, answer.status_code, told.onlooker))
    return leaks


def _left_out(walk: PlantedWalk) -> set[tuple[str, str]]:
    """List the members that take any word, and got none."""
    wanted = {
        (route.name, member)
        for route in walk.routes.values()
        if (schema := walk.planter.schema_of(route.path, route.method)) is not None
        for member in walk.planter.members_of(route.name, schema)
    }
    given = set(walk.planter.planted.values())
    return {where for where in wanted - given if not where[1].endswith(tuple(UNPLANTED))}
