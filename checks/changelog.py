"""``python -m checks.changelog``: a change that users see has its line in CHANGELOG.md.

Compared are the files now, committed or not, with those of the newest commit that changed
CHANGELOG.md. Where there is no history, as in an unpacked archive, there is nothing to compare.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_CHANGELOG = "CHANGELOG.md"
_MIGRATIONS = "alembic/versions/*.py"
_FOR_ENGINEERS = "docs/generated/architecture.md"
# What users see of a change is written down in these; all but migrations come from the code.
_SEEN = (
    "openapi/*.json",
    "docs/generated/*.md",
    "src/referral_api/**/*.po",
    _MIGRATIONS,
)


def _git(root: Path, *arguments: str) -> str | None:
    """Ask git; None where it is missing or does not know."""
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout


def _is_told(root: Path) -> bool:
    """Say whether CHANGELOG.md has a line that is not committed yet."""
    return bool(_git(root, "status", "--porcelain", "--", _CHANGELOG))


def _changes(root: Path, base: str) -> Iterator[str]:
    """Name what differs from a commit, but for files that only moved and corrected migrations."""
    seen = [*(f":(glob){path}" for path in _SEEN), f":(exclude){_FOR_ENGINEERS}"]
    compared = _git(root, "diff", "--no-ext-diff", "--name-status", "-z", "-M", base, "--", *seen)
    fields = iter((compared or "").split("\0")[:-1])
    for status in fields:
        path = next(fields)
        if status.startswith("R"):
            path = next(fields)
        # A new migration concerns operators; a comment mended in an old one concerns nobody.
        if status == "R100" or (status == "M" and Path(path).match(_MIGRATIONS)):
            continue
        yield path
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *seen)
    yield from (new or "").split("\0")[:-1]


def untold(root: Path) -> list[str]:
    """Name the files that users see and that changed after CHANGELOG.md last did."""
    top = _git(root, "rev-parse", "--show-toplevel")
    if top is None or Path(top.rstrip("\n")).resolve() != root.resolve() or _is_told(root):
        return []
    base = _git(root, "log", "-1", "--format=%H", "--", _CHANGELOG)
    return sorted(_changes(root, base.strip())) if base else []


def main() -> None:
    """Fail if a change that users see has no line."""
    files = untold(Path.cwd())
    if files:
        listed = ", ".join(files)
        sys.exit(f"Changed since {_CHANGELOG} was: {listed}. Say there what users will see of it.")


if __name__ == "__main__":
    main()
