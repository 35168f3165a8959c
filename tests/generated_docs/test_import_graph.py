"""The diagrams of the architecture come from the imports, and from nothing else."""

from graphlib import CycleError

import pytest

from referral_api.generated_docs.import_graph import Graph, Module, read_modules


def made(**imports: str) -> dict[str, Module]:
    return {
        name: Module(name, name, is_package=False, sentence="", lines=1,
                     imports=frozenset(below.split()))
        for name, below in imports.items()
    }  # fmt: skip


def test_an_arrow_that_follows_from_two_others_is_not_drawn() -> None:
    graph = Graph(made(top="middle.part bottom", middle="bottom", bottom=""))
    assert graph.units == ["top", "middle", "bottom"]
    assert graph.level == {"top": 3, "middle": 2, "bottom": 1}
    assert "top --> middle" in graph.draw()
    assert "top --> bottom" not in graph.draw()


def test_a_circle_is_refused() -> None:
    with pytest.raises(CycleError):
        Graph(made(one="other", other="one"))


def test_the_package_itself_is_measured() -> None:
    modules = read_modules()
    assert modules["http.routing"].path == "src/referral_api/http/routing.py"
    assert "database.sight.VisibilityScope" in modules["http.routing"].imports
    assert modules["domain.custody"].is_package
    assert Graph(modules).level["routers"] > Graph(modules).level["domain"]
    assert all(module.sentence for module in modules.values())
