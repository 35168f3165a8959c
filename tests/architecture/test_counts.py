"""The size of the code base, and the absence of import cycles at every level."""

import statistics
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).parents[2] / "src" / "referral_api"


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("referral_api")


def _arrows(graph: grimp.ImportGraph, container: str | None) -> dict[str, set[str]]:
    """The imports between modules, or between the children of a container."""

    def room(module: str) -> str | None:
        if container is None:
            return module
        below = module.removeprefix(f"{container}.")
        return None if below == module else below.partition(".")[0]

    arrows: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            here, there = room(module), room(imported)
            if here and there and here != there:
                arrows[here].add(there)
    return arrows


def _lines() -> dict[str, int]:
    return {
        str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8").count("\n")
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py"
    }


def test_the_top_level_has_at_most_five_modules_and_seventeen_packages() -> None:
    modules = {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    print(f"top floor: {len(modules)} modules, {len(packages)} packages")  # noqa: T201
    assert len(modules) <= 5, sorted(modules)
    # The seventeenth is pages: as far from routers as they are from the domain.
    assert len(packages) <= 17, sorted(packages)


def test_modules_are_short_and_of_one_subject() -> None:
    lines = _lines()
    median = statistics.median(lines.values())
    longest = max(lines, key=lambda name: lines[name])
    print(f"{len(lines)} modules, median {median} lines, {longest} {lines[longest]}")  # noqa: T201
    assert lines[longest] <= 220, longest
    assert 40 <= median <= 95


@pytest.mark.parametrize(
    "container", [None, "referral_api", "referral_api.domain"], ids=["files", "packages", "areas"]
)
def test_there_is_no_import_cycle(graph: grimp.ImportGraph, container: str | None) -> None:
    arrows = _arrows(graph, container)
    floors = TopologicalSorter(arrows)
    floors.prepare()  # CycleError names the cycle
    count = 0
    while floors.is_active():
        count += 1
        floors.done(*floors.get_ready())
    rooms = set(arrows) | set().union(*arrows.values())
    total = sum(map(len, arrows.values()))
    print(f"{container or 'files'}: {len(rooms)} rooms, {count} floors, {total} arrows")  # noqa: T201
    assert total > 10
