"""The boundary to a revision: a process in its own tree that answers in JSON."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import POOL_SIZE, ROOT, WORKERS
from bench.answer import Answer, parse

_ADAPTER = ROOT / "bench" / "revision_bbad08c.py"  # for those that have no entry of their own
_PATIENCE = 120  # seconds, for a service and its PostgreSQL to end


class Revision:
    """One revision at work: migrated, filled and served by its own code."""

    def __init__(self, name: str, process: "subprocess.Popen[str]") -> None:
        self._name = name
        self._process = process

    def ask(self) -> Answer:
        """Ask what it serves, with fresh tokens; wait until it serves."""
        asking, answers = self._process.stdin, self._process.stdout
        if asking is None or answers is None:
            raise SystemExit(f"{self._name} cannot be asked.")
        with contextlib.suppress(BrokenPipeError):
            asking.write("\n")
            asking.flush()
        line = answers.readline()
        if not line:
            raise SystemExit(f"{self._name} ended before it answered.")
        return parse(line)


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Check a revision out beside the present files."""
    git = ("git", "-C", str(ROOT), "worktree")
    with tempfile.TemporaryDirectory(prefix="referral-base-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run([*git, "add", "--quiet", "--detach", tree, commit], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", tree], check=True)


def entry(tree: Path) -> tuple[str, ...]:
    """Name what starts a tree: its own entry, or the adapter, run with the tree's own modules."""
    if (tree / "bench" / "revision.py").exists():
        return ("-m", "bench.revision")
    return ("-P", str(_ADAPTER))  # without -P Python would find what lies beside the adapter


@contextmanager
def revision(
    tree: Path, name: str, size: int, referrals: int, workers: int = WORKERS
) -> Iterator[Revision]:
    """Start the service of a tree on a data set of its own; end both."""
    process = subprocess.Popen(
        [
            sys.executable, *entry(tree), f"--size={size}", f"--referrals={referrals}",
            f"--workers={workers}", f"--connections={POOL_SIZE}",
        ],
        cwd=tree, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tree / "src"), str(tree)])},
    )  # fmt: skip
    with process:
        made = Revision(name, process)
        try:
            made.ask()
            yield made
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
