"""The process that compares two revisions holds the code of neither."""

import ast
from collections.abc import Iterator
from pathlib import Path

import bench.compare

BENCH = Path(bench.compare.__file__).parent


def _imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _reached(start: str) -> dict[str, set[str]]:
    """Each module of the bench that is reached from one, with all that it imports."""
    reached: dict[str, set[str]] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        module = BENCH.parent.joinpath(*name.split(".")).with_suffix(".py")
        if name not in reached and module.exists():
            reached[name] = set(_imported(module))
            waiting += [other for other in reached[name] if other.startswith("bench.")]
    return reached


def _of_the_service(reached: dict[str, set[str]]) -> set[str]:
    return {
        f"{name} imports {other}"
        for name, others in reached.items()
        for other in others
        if other.split(".")[0] == "referral_api"
    }


def test_what_compares_reaches_no_module_of_the_service() -> None:
    reached = _reached("bench.compare")
    assert {"bench.boundary", "bench.rounds", "bench.wrk", "bench.meter"} <= reached.keys()
    assert not _of_the_service(reached)


def test_the_client_that_loads_reaches_no_module_of_the_service() -> None:
    assert not _of_the_service(_reached("bench.client"))


def test_a_revision_reaches_its_own_service_and_nothing_that_compares() -> None:
    reached = _reached("bench.revision")
    assert _of_the_service(reached)
    assert not {"bench.compare", "bench.boundary"} & reached.keys()
