"""``make bench``: the service against the limit of its database and an ORM-style reference."""

import asyncio
import statistics
import sys
from functools import partial

from bench.arguments import arguments, referrals_for, say_what_loads
from bench.capture import CAPTURED, capture
from bench.limits import bare, limit
from bench.meter import machine
from bench.operations import OPERATIONS
from bench.place import SERVE, place, service
from bench.report import summarise, table, write
from bench.revision import describe
from bench.rounds import Contest, folder, interleave

_REFERENCE = (
    "-m", "uvicorn", "bench.orm_reference:app", "--workers", "2", "--port", "{port}",
    "--log-level", "error", "--no-access-log",
)  # fmt: skip


def main() -> None:
    """Run it."""
    told = arguments(__doc__).parse_args()
    say_what_loads()
    sys.stderr.write(f"SIZE={told.size} ROUNDS={told.rounds} SECONDS={told.seconds} ")
    sys.stderr.write(f"seed {told.seed}; {machine()}\n")
    referrals = CAPTURED + referrals_for(told.rounds, told.seconds)
    with place(told.size, referrals) as at:
        captured = asyncio.run(capture(at))
        with (
            service(at, "service", *SERVE) as served,
            service(at, "orm", *_REFERENCE) as reference,
        ):
            contest = Contest(
                {
                    "service": partial(describe, at, served, told.size, referrals),
                    "orm": partial(describe, at, reference, told.size, referrals),
                }
            )
            contest.start_at("service", CAPTURED)
            sys.stderr.write("warming up\n")
            contenders = {}
            for operation in OPERATIONS:
                name, round_trips = operation.name, captured[operation.name].round_trips
                for who in ("service", "orm") if operation.reference else ("service",):
                    contest.warm_up(who, name)
                    contenders[name, who] = partial(contest.load, who, name, told.seconds)
                if operation.limit:
                    for who, send in (("pgbench", limit), ("bare", bare)):
                        contenders[name, who] = partial(
                            send, at, round_trips, told.size, told.seconds
                        )
            results = interleave(contenders, told.rounds, told.seed)
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
