"""``make bench-compare BASE=<rev>``: two revisions against each other, round by round."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.__main__ import SERVE, arguments, referrals_for, say_what_loads
from bench.operations import OPERATIONS
from bench.place import ROOT, place, service
from bench.report import machine
from bench.rounds import Contest, Results, Sample, interleave


@contextmanager
def _tree(revision: str) -> Iterator[Path]:
    """Check a revision out beside the present files."""
    folder = Path(tempfile.mkdtemp(prefix="referral-base-")) / "tree"
    git = ("git", "-C", str(ROOT), "worktree")
    subprocess.run([*git, "add", "--quiet", "--detach", folder, revision], check=True)
    try:
        yield folder
    finally:
        subprocess.run([*git, "remove", "--force", folder], check=True)
        folder.parent.rmdir()


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
    """Run it; each revision has its own schema, data set and PostgreSQL."""
    parser = arguments(__doc__)
    parser.add_argument("--base", required=True, help="the revision to compare with")
    told = parser.parse_args()
    say_what_loads()
    referrals = referrals_for(told.rounds, told.seconds)
    with (
        _tree(told.base) as tree,
        place(tree, told.size, referrals) as before,
        place(ROOT, told.size, referrals) as now,
        service(before, "base", *SERVE) as base,
        service(now, "here", *SERVE) as here,
    ):
        contest = Contest({"base": before, "here": now}, {"base": base, "here": here}, told.size)
        for operation in OPERATIONS:
            contest.warm_up("base", operation)
            contest.warm_up("here", operation)
        results = interleave(
            {
                "base": lambda asked: contest.load("base", asked, told.seconds),
                "here": lambda asked: contest.load("here", asked, told.seconds),
            },
            told.rounds,
            told.seed,
        )
    sys.stdout.write(
        f"| operation | here × {told.base} | {told.base}: API · PostgreSQL CPU ms"
        " | here: API · PostgreSQL CPU ms |\n|---|---|---|---|\n"
    )
    sys.stdout.writelines(f"{_row(results, operation.name)}\n" for operation in OPERATIONS)
    sys.stdout.write(f"\n{machine()}; {told.size:,} cases, seed {told.seed}\n")


if __name__ == "__main__":
    main()
