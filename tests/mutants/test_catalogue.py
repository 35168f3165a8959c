"""The catalogue of seeded faults follows the code: what each replaces stands there, once."""

import ast
from collections import Counter

import pytest

from tests.mutants.catalogue import AREAS, find_mutants
from tests.mutants.mutant import ROOT, Mutant, MutantAdrift

MUTANTS = find_mutants("")


def _tests_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(tree) if isinstance(node, functions)}


def test_every_area_has_its_faults_and_no_two_have_one_name() -> None:
    assert set(AREAS) >= {
        "consent", "custody", "grants", "roles", "tokens", "cursors", "versions", "idempotency",
        "audit", "expiry", "capacity",
    }  # fmt: skip
    assert all(AREAS.values())
    assert len(MUTANTS) == sum(map(len, AREAS.values())) >= 35
    assert sum(mutant.statement is not None for mutant in MUTANTS.values()) >= 6
    faults = Counter((mutant.file, mutant.old, mutant.new) for mutant in MUTANTS.values())
    assert set(faults.values()) == {1}


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_what_a_fault_replaces_stands_once_and_its_tests_exist(mutant: Mutant) -> None:
    text = mutant.check_stands()
    assert mutant.changed_text() != text
    if mutant.file.endswith(".py") and mutant.statement is None:
        ast.parse(mutant.changed_text())
    assert mutant.tests
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert not name or name in _tests_of(file), test


def test_a_fault_that_the_code_has_moved_away_from_says_so() -> None:
    gone = Mutant("nobody is harmed", "domain/versions.py", "if False:", "if True:", "tests")
    with pytest.raises(MutantAdrift, match="stands 0 times, not once"):
        gone.check_stands()


def test_mutants_are_chosen_by_area_and_by_words() -> None:
    assert len(find_mutants("consent:")) == len(AREAS["consent"])
    assert find_mutants("Disabled Agent").keys() < find_mutants("tokens").keys()
