"""The code of the version before, as the history of this repository holds it."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from tests.support.migrations.written import ROOT

# The version before, and the last migration that it brings: both move on with each release.
REVISION = "e238e9a76540ede1340df8d0c0d668faed50aed6"
ITS_LAST_MIGRATION = "0033"


def why_it_cannot_be_found(root: Path = ROOT) -> str | None:
    """Say why the history does not hold the revision; None if it does."""
    if not (root / ".git").exists():
        return "no history here: these are the files of an archive"
    git = shutil.which("git")
    if git is None:
        return "there is a history and no git to read it"
    # Whatever else is wrong with the history is a failure, and not a reason to leave this out.
    subprocess.run([git, "-C", root, "rev-parse", "--git-dir"], capture_output=True, check=True)
    found = subprocess.run(
        [git, "-C", root, "cat-file", "-e", f"{REVISION}^{{commit}}"],
        capture_output=True, check=False,
    )  # fmt: skip
    return f"this history does not reach back to {REVISION[:8]}" if found.returncode else None


def take_out(folder: Path) -> None:
    """Write the revision's source below a folder."""
    archive = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", REVISION, "src"],
        capture_output=True, check=True,
    )  # fmt: skip
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
