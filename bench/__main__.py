"""``make bench``: the service against the limit of its database and an ORM-style reference."""

import asyncio
import statistics
import sys
from functools import partial

from bench.arguments import arguments, cases_for, referrals_for, say_what_loads
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
    options = arguments(__doc__).parse_args()
    say_what_loads()
    referrals = CAPTURED + referrals_for(options.rounds, options.seconds)
    size = cases_for(options.size, referrals)
    sys.stderr.write(f"SIZE={size} ROUNDS={options.rounds} SECONDS={options.seconds} ")
    sys.stderr.write(f"seed {options.seed}; {machine()}\n")
    with place(size, referrals) as at:
        captured = asyncio.run(capture(at))
        with (
            service(at, "service", *SERVE) as served,
            service(at, "orm", *_REFERENCE) as reference,
        ):
            contest = Contest(
                {
                    "service": partial(describe, at, served, size, referrals),
                    "orm": partial(describe, at, reference, size, referrals),
                }
            )
            contest.start_at("service", CAPTURED)
            sys.stderr.write("warming up\n")
            contenders = {}
            for operation in OPERATIONS:
                name, round_trips = operation.name, captured[operation.name].round_trips
                for contender in ("service", "orm") if operation.reference else ("service",):
                    contest.warm_up(contender, name)
                    contenders[name, contender] = partial(
                        contest.load, contender, name, options.seconds
                    )
                if operation.limit:
                    for contender, send in (("pgbench", limit), ("bare", bare)):
                        contenders[name, contender] = partial(
                            send, at, round_trips, size, options.seconds
                        )
            results = interleave(contenders, options.rounds, options.seed)
    summary = summarise(results, captured)
    write(summary, folder("var/bench"))
    spread = results.calibrations
    sys.stdout.write(f"{table(summary)}\n\n{machine()}; {size:,} cases, seed {options.seed}; ")
    sys.stdout.write(
        f"calibration {statistics.median(spread):.0f} ms ({min(spread):.0f}–{max(spread):.0f}); "
        f"largest worker {max(record['worker_mb'] for record in summary.values()):.0f} MB\n"
    )


if __name__ == "__main__":
    main()
