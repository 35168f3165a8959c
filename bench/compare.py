"""``make bench-compare BASE=<rev>``: two revisions against each other, round by round."""

import statistics
import sys
from functools import partial

from bench import ROOT
from bench.arguments import arguments, cases_for, referrals_for, say_what_loads
from bench.boundary import checked_out, revision
from bench.meter import machine
from bench.rounds import Contest, Results, Sample, interleave


def _row(results: Results, name: str) -> str:
    here, base = results.samples[name, "here"], results.samples[name, "base"]
    ratios = [mine.rate / theirs.rate for mine, theirs in zip(here, base, strict=True)]

    def cpu(samples: list[Sample]) -> str:
        api = statistics.median(sample.api_ms for sample in samples)
        postgres = statistics.median(sample.postgres_ms for sample in samples)
        return f"{api:.2f} · {postgres:.2f}"

    return (
        f"| {name} | {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
        f" | {cpu(base)} | {cpu(here)} |"
    )


def main() -> None:
    """Run it; each revision has its own code, schema, data set and PostgreSQL."""
    parser = arguments(__doc__)
    parser.add_argument("--base", required=True, help="the revision to compare with")
    options = parser.parse_args()
    say_what_loads()
    referrals = referrals_for(options.rounds, options.seconds)
    size = cases_for(options.size, referrals)
    with (
        checked_out(options.base) as tree,
        revision(tree, options.base, size, referrals) as base,
        revision(ROOT, "here", size, referrals) as here,
    ):
        known = base.ask().operations
        operations = [name for name in here.ask().operations if name in known]
        contest = Contest({"base": base.ask, "here": here.ask})
        contenders = {
            (name, contender): partial(contest.load, contender, name, options.seconds)
            for name in operations
            for contender in ("base", "here")
        }
        for name, contender in contenders:
            contest.warm_up(contender, name)
        results = interleave(contenders, options.rounds, options.seed)
    sys.stdout.write(
        f"| operation | here × {options.base} | {options.base}: API · PostgreSQL CPU ms"
        " | here: API · PostgreSQL CPU ms |\n|---|---|---|---|\n"
    )
    sys.stdout.writelines(f"{_row(results, name)}\n" for name in operations)
    sys.stdout.write(f"\n{machine()}; {size:,} cases, seed {options.seed}\n")


if __name__ == "__main__":
    main()
