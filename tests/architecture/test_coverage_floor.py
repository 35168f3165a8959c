"""The floor of coverage holds for the whole suite, and is raised where the coverage has risen."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.coverage_floor import risen

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("total", [94.0, 94.49, 94.5, 80.0])
def test_a_coverage_near_the_floor_asks_for_nothing(total: float) -> None:
    assert risen(total, 94.0) is None


def test_a_coverage_well_above_the_floor_asks_for_a_higher_one_below_what_was_measured() -> None:
    assert str(risen(94.72, 94.0)).endswith("set fail_under in pyproject.toml to 94.4.")


def test_the_floor_does_not_hold_for_a_part_of_the_suite(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--cov", "-p", "no:cacheprovider", "-k", "near",
         __file__],
        cwd=ROOT, env={"COVERAGE_FILE": str(tmp_path / "data")}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stdout
    assert "TOTAL" in finished.stdout
