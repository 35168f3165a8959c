"""``make bench-reports``: what a report of the committee's size costs to typeset.

The floor is a Python that only imports what the form needs: what is above it is the work.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from referral_api.reports import csv_cells, exchange
from tests.support.committee_report import committee_report

_IMPORTS = {
    "pdf": "import typst, matplotlib.figure, referral_api.reports.exchange",
    "docx": "import docx, matplotlib.figure, referral_api.reports.exchange",
}
_LIMITS = ("120", str(1 << 30), str(64 << 20))


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the clock and of CPU, and megabytes at the most."""

    seconds: float
    cpu: float
    megabytes: float


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    started = time.perf_counter()
    document = exchange.checked(committee_report())
    content = exchange.write(document)
    csv_cells.write(document)
    spent = (time.perf_counter() - started) * 1000
    sys.stdout.write(f"JSON and CSV, in the service: {spent:.0f} ms, {len(content):,} bytes\n")
    with tempfile.TemporaryDirectory() as folder:
        for form, imports in _IMPORTS.items():
            result = Path(folder, f"report.{form}")
            work = ("-m", "referral_api.reports.worker", form, str(result), *_LIMITS)
            floors, costs = [], []
            for _ in range(rounds):
                floors.append(_cost(("-c", imports), b"", folder))
                costs.append(_cost(work, content, folder))
            _say(form, _median(floors), _median(costs), result.stat().st_size)


def _cost(arguments: tuple[str, ...], content: bytes, folder: str) -> Cost:
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = {"PYTHONPATH": paths, "HOME": folder, "MPLCONFIGDIR": folder, "PATH": folder}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=subprocess.PIPE, env=environment, cwd=folder
    )
    if process.stdin is None:
        raise AssertionError
    process.stdin.write(content)
    process.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"it failed: {process.returncode}")
    seconds = time.perf_counter() - started
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def _median(costs: list[Cost]) -> Cost:
    columns = ([cost.seconds for cost in costs], [cost.cpu for cost in costs],
               [cost.megabytes for cost in costs])  # fmt: skip
    return Cost(*map(statistics.median, columns))


def _say(form: str, floor: Cost, cost: Cost, size: int) -> None:
    sys.stdout.write(
        f"{form}: {cost.seconds:.2f} s, CPU {cost.cpu:.2f} s = {cost.cpu / floor.cpu:.2f} x floor, "
        f"{cost.megabytes:.0f} MB = {cost.megabytes / floor.megabytes:.2f} x floor, "
        f"{size:,} bytes\n"
    )


if __name__ == "__main__":
    main()
