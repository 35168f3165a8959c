"""The floor of coverage holds for the whole suite, and is raised where the coverage has risen."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.coverage_floor import risen

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("total", [94.0, 94.99, 95.0, 80.0])
def test_a_coverage_near_the_floor_asks_for_nothing(total: float) -> None:
    assert risen(total, 94.0) is None


def test_a_coverage_well_above_the_floor_asks_for_a_higher_one_below_what_was_measured() -> None:
    assert str(risen(95.22, 94.0)).endswith("set fail_under in pyproject.toml to 94.7.")


@pytest.fixture
def half_tested(tmp_path: Path) -> Path:
    """A project of its own, of which a test leaves out more than the floor allows."""
    files = {
        "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\n'
        '[tool.coverage.run]\nsource = ["tests"]\n[tool.coverage.report]\nfail_under = 95\n',
        "conftest.py": 'pytest_plugins = ["tests.support.coverage_floor"]\n',
        "tests/test_half.py": "def test_half():\n    if False:\n        assert 0\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
    support = tmp_path / "tests" / "support"
    support.mkdir()
    shutil.copy(ROOT / "tests" / "support" / "coverage_floor.py", support)
    return tmp_path


@pytest.mark.parametrize(("part", "code"), [((), 1), (("-k", "half"), 0)])
def test_the_floor_holds_for_the_whole_suite_and_for_no_part_of_it(
    half_tested: Path, part: tuple[str, ...], code: int
) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--cov", "-p", "no:cacheprovider", *part],
        cwd=half_tested, env={"PYTHONPATH": str(half_tested)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert "TOTAL" in finished.stdout
    assert finished.returncode == code, finished.stdout
