"""What is told of a run of the mutants: nothing passes that no test has noticed."""

from pathlib import Path

import pytest

from tests.mutants import runner
from tests.mutants.mutant import SOURCE, Mutant
from tests.mutants.report import run_all
from tests.mutants.runner import Run

PASSED, NOT_BEGUN = Run(0, None, "1 passed", 1.0), Run(4, None, "no such test", 1.0)
CAUGHT = Run(1, "test_it", "FAILED tests/test_x.py::test_it", 1.0)
ERROR_AT_SETUP = Run(1, None, "ERROR tests/test_x.py::test_it", 1.0)
MUTANT = Mutant("somebody is harmed", "domain/versions.py", "a", "b", "tests/test_x.py::test_it")


@pytest.mark.parametrize(
    ("control", "first", "second", "end"),
    [
        (PASSED, CAUGHT, CAUGHT, "2 mutants, 2 caught, 0 survived"),
        (PASSED, CAUGHT, PASSED, "2 mutants, 1 caught, 1 survived"),
        (PASSED, NOT_BEGUN, CAUGHT, "2 mutants, 1 caught, 1 survived"),
        (PASSED, ERROR_AT_SETUP, CAUGHT, "2 mutants, 1 caught, 1 survived"),
        (CAUGHT, CAUGHT, CAUGHT, "2 mutants, 2 caught, 0 survived"),
    ],
)
def test_all_went_well_only_if_every_fault_was_noticed_and_nothing_else_fails(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    control: Run,
    first: Run,
    second: Run,
    end: str,
) -> None:
    runs = [first, second]
    monkeypatch.setattr(runner, "run_control", lambda _: control)
    monkeypatch.setattr(runner, "run_mutant", lambda _: runs.pop())
    well = control.code == 0 and end.endswith("0 survived")
    assert run_all({"one": MUTANT, "two": MUTANT}) is well
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), lines[-1]) == (5, end)


def test_a_fault_is_planted_in_a_copy_and_what_was_compiled_is_forgotten() -> None:
    with runner.copied_tree() as folder:
        file = f"{SOURCE}domain/versions.py"
        compiled = Path(folder / SOURCE / "domain" / "__pycache__")
        compiled.mkdir(exist_ok=True)
        (compiled / "versions.cpython-3.pyc").touch()
        runner.write(folder, file, "wrong = True\n")
        assert (folder / file).read_text(encoding="utf-8") == "wrong = True\n"
        assert not list(compiled.glob("versions.*"))
        assert (folder / "alembic" / "versions").is_dir()
    assert not folder.exists()
