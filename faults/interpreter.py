"""The Python that Patroni runs on: ours, or a copy where the server's account cannot reach ours."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from referral_api.embedded.account import Account, environment

_TRIAL = "import multiprocessing, patroni, psycopg, pysyncobj, ssl"
_LEFT_OUT = shutil.ignore_patterns(
    "site-packages", "test", "tests", "idlelib", "ensurepip", "tkinter", "lib2to3", "config-*",
    "*.opt-?.pyc",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A program, and its whole environment."""

    program: str
    environment: Mapping[str, str]

    @classmethod
    def choose(cls, folder: Path, account: Account) -> Self | None:
        """Take ours; where it lies in a private home, as root's may, a copy; else none."""
        plain = {
            name: value for name, value in environment().items()
            if not name.startswith(("PATRONI_", "PYTHON"))
        } | {"HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        ours = cls(sys.executable, plain)
        if ours._runs(folder, account):
            return ours
        copied = cls(*_copy(folder / "python", plain))
        return copied if copied._runs(folder, account) else None

    def _runs(self, folder: Path, account: Account) -> bool:
        try:
            tried = subprocess.run(
                [self.program, "-c", _TRIAL], cwd=folder, env=self.environment,
                capture_output=True, user=account.user, group=account.group,
                extra_groups=account.extra_groups, check=False,
            )  # fmt: skip
        except PermissionError:
            return False
        return tried.returncode == 0


def _copy(target: Path, plain: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """Copy the interpreter with its own library; the packages stay where they are."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for folder in (target, target / "bin", target / "lib"):
        folder.mkdir()
        folder.chmod(0o755)
    program = target / "bin" / version
    shutil.copy2(Path(sys.executable).resolve(), program)
    shutil.copytree(sysconfig.get_path("stdlib"), target / "lib" / version, ignore=_LEFT_OUT)
    for library in Path(sysconfig.get_config_var("LIBDIR")).glob(f"lib{version}*.so*"):
        shutil.copy2(library, target / "lib" / library.name)
    return str(program), {
        **plain,
        "PYTHONHOME": str(target),
        "PYTHONPATH": os.pathsep.join(
            {sysconfig.get_path("purelib"): None, sysconfig.get_path("platlib"): None}
        ),
        "LD_LIBRARY_PATH": str(target / "lib"),
    }
