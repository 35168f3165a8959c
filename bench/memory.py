"""``make bench-memory``: what a worker holds while it answers a hundred thousand requests."""

import argparse
import sys
from functools import partial

from bench import WORKERS
from bench.arguments import say_what_loads
from bench.meter import worker_megabytes
from bench.operations import OPERATIONS
from bench.place import SERVE, place, service
from bench.revision import describe
from bench.rounds import Contest

_MIXED = tuple(asked.name for asked in OPERATIONS if asked.row == "case")
_MOST = 150  # MB
_FLAT = 1.03  # of what it held halfway


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000, help="that each worker answers")
    wanted = parser.parse_args().requests
    say_what_loads()
    held: list[tuple[int, float]] = []
    with place(10_000, 100) as at, service(at, "service", *SERVE) as served:
        contest = Contest({"service": partial(describe, at, served, 10_000, 100)})
        while contest.sent("service") < wanted * WORKERS:
            for operation in _MIXED:
                contest.load("service", operation, 3)
            held.append((contest.sent("service") // WORKERS, worker_megabytes(served.process)))
            sys.stderr.write("{:9,} requests a worker: {:.1f} MB\n".format(*held[-1]))
    halfway = next(size for answered, size in held if answered >= wanted / 2)
    answered, size = held[-1]
    sys.stdout.write(
        f"after {answered:,} requests a worker: {size:.1f} MB, {halfway:.1f} MB halfway\n"
    )
    if size >= _MOST or size > halfway * _FLAT:
        raise SystemExit(f"more than {_MOST} MB, or still growing")


if __name__ == "__main__":
    main()
