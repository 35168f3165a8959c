"""``make bench``: the service against the limit of its database and an ORM-style reference."""

import argparse
import asyncio
import random
import statistics
import sys

from bench import wrk
from bench.capture import CAPTURED, capture
from bench.operations import OPERATIONS
from bench.place import ROOT, place, service
from bench.report import machine, summarise, table, write
from bench.rounds import Contest, folder, interleave

SERVE = ("-m", "referral_api.cli", "serve")
_REFERENCE = (
    "-m", "uvicorn", "bench.orm_reference:app", "--workers", "2", "--port", "{port}",
    "--log-level", "error", "--no-access-log",
)  # fmt: skip
_ACCEPTANCES = 1_500  # a second, at the very most


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Read what both benches are told."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--size", type=int, default=10_000, help="cases in the data set")
    parser.add_argument("--seconds", type=int, default=8, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    return parser


def say_what_loads() -> None:
    """Name the load client; without wrk, warn."""
    if wrk.present():
        return
    sys.stderr.write(
        "wrk is not installed (apt install wrk): a client in Python takes its place. It needs\n"
        "CPU that the service then lacks; see the column of the client's own CPU.\n"
    )


def referrals_for(rounds: int, seconds: int) -> int:
    """How many acceptances the run may need."""
    return CAPTURED + 12 * _ACCEPTANCES + rounds * seconds * _ACCEPTANCES


def main() -> None:
    """Run it."""
    told = arguments(__doc__).parse_args()
    say_what_loads()
    sys.stderr.write(f"SIZE={told.size} ROUNDS={told.rounds} SECONDS={told.seconds} ")
    sys.stderr.write(f"seed {told.seed}; {machine()}\n")
    with place(ROOT, told.size, referrals_for(told.rounds, told.seconds)) as at:
        captured = asyncio.run(capture(at))
        with (
            service(at, "service", *SERVE) as served,
            service(at, "orm", *_REFERENCE) as reference,
        ):
            contest = Contest(
                {"service": at, "orm": at}, {"service": served, "orm": reference}, told.size
            )
            contest.start_at("service", CAPTURED)
            sys.stderr.write("warming up\n")
            for operation in OPERATIONS:
                contest.warm_up("service", operation)
                if operation.reference:
                    contest.warm_up("orm", operation)
            results = interleave(
                {
                    "service": lambda asked: contest.load("service", asked, told.seconds),
                    "pgbench": lambda asked: contest.limit(
                        at, captured[asked.name].round_trips, told.seconds
                    ),
                    "bare": lambda asked: contest.bare(
                        at, captured[asked.name].round_trips, told.seconds
                    ),
                    "orm": lambda asked: contest.load("orm", asked, told.seconds),
                },
                told.rounds,
                told.seed,
            )
    summary = summarise(results, captured)
    write(summary, folder("var/bench"))
    spread = results.calibrations
    sys.stdout.write(f"{table(summary)}\n\n{machine()}; {told.size:,} cases, seed {told.seed}; ")
    sys.stdout.write(
        f"calibration {statistics.median(spread):.0f} ms ({min(spread):.0f}–{max(spread):.0f}); "
        f"largest worker {max(told['worker_mb'] for told in summary.values()):.0f} MB\n"
    )


if __name__ == "__main__":
    main()
