"""Running tests on a copy of the code in which one thing is wrong."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import ROOT, SOURCE, Mutant

# A fault that makes a test hang is not noticed by it; the longest run is the control's.
_LONGEST_MUTANT, _LONGEST_CONTROL = 180, 900
_FAILED = re.compile(r"^FAILED \S+?::(.+?)(?: - .*)?$", re.MULTILINE)
_TESTS_FAILED = 1


@dataclass(frozen=True, slots=True)
class Run:
    """What pytest said: ``code`` is its exit status, ``failed`` the first test that failed."""

    code: int
    failed: str | None
    output: str
    seconds: float

    @property
    def caught(self) -> bool:
        """Only a test that fails has noticed anything; one that cannot even begin has not."""
        return self.code == _TESTS_FAILED and self.failed is not None


@contextlib.contextmanager
def copied_tree() -> Iterator[Path]:
    """Copy the package, with the migrations beside it where it looks for them."""
    folder = Path(tempfile.mkdtemp(prefix="referral-mutant-"))
    try:
        shutil.copytree(ROOT / "src", folder / "src")
        (folder / "alembic").symlink_to(ROOT / "alembic")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write(folder: Path, file: str, text: str) -> None:
    """Write one module of the copy, and forget what was compiled of it."""
    path = folder / file
    path.write_text(text, encoding="utf-8")
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def run_mutant(mutant: Mutant) -> Run:
    """Plant one fault, and run the tests that must notice it."""
    with copied_tree() as folder:
        if mutant.statement is None:
            write(folder, mutant.file, mutant.changed_text())
        return run_tests(folder, mutant.tests, statement=mutant.statement)


def run_control(tests: Sequence[str]) -> Run:
    """Run the same tests on the same kind of copy, with nothing wrong in it."""
    with copied_tree() as folder:
        return run_tests(folder, tests, statement="SELECT 1", longest=_LONGEST_CONTROL)


def is_copy_imported() -> bool:
    """Say whether it is the copy that tests import, and not the code beside it."""
    sentence = "the copy is imported"
    with copied_tree() as folder:
        write(folder, f"{SOURCE}__init__.py", f'"""A fault."""\nraise SystemError("{sentence}")\n')
        return sentence in run_tests(folder, ["tests/mutants/test_catalogue.py"]).output


def run_tests(
    folder: Path,
    tests: Sequence[str],
    *,
    statement: str | None = None,
    longest: int = _LONGEST_MUTANT,
) -> Run:
    """Run these tests on the package in a folder, and in a database that the statement spoilt."""
    source = folder / "src"
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider",
        "-o", f"pythonpath=. {source}",
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(source)}
    if statement is not None:
        command += ["-p", "tests.mutants.database_fault"]
        environment["MUTANT_SQL"] = statement
    began = time.perf_counter()
    code, output = _output_of([*command, *tests], environment, longest)
    failed = _FAILED.search(output)
    return Run(code, failed[1] if failed else None, output, time.perf_counter() - began)


def _output_of(command: list[str], environment: dict[str, str], longest: int) -> tuple[int, str]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        output, _ = process.communicate(timeout=longest)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)  # it stops the PostgreSQL that it has started
        output, _ = process.communicate()
        return -signal.SIGINT, f"{output}\nnot done after {longest} seconds"
    return process.returncode, output
