"""A key beside its successor and its predecessor, each in a file of its own.

``token.pem`` is in use; ``token.next.pem`` is accepted already, ``token.previous.pem`` still is. A
rotation takes three steps, each of which reaches every server before the next one begins. So
whatever one server makes with its key, all others accept.
"""

import hashlib
import hmac
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self

from referral_api.errors.sentences import SentenceError
from referral_api.security.key_files import read_secret, share_as


class Step(StrEnum):
    """What a rotation has just done."""

    ADDED = "added"
    CHANGED = "changed"
    DROPPED = "dropped"


class TooEarly(SentenceError):
    """What the previous key made is still in use."""


class KeyRing:
    """The files of one key, named after the one in use."""

    def __init__(self, current: Path) -> None:
        self.current = current
        self.following = current.with_suffix(f".next{current.suffix}")
        self.previous = current.with_suffix(f".previous{current.suffix}")

    @property
    def by_age(self) -> list[Path]:
        """The files that are there, the oldest key first; the one in use always is."""
        files = (self.previous, self.current, self.following)
        return [file for file in files if file == self.current or file.exists()]

    def rotate(self, make: Callable[[Path], object], keep: timedelta) -> Step:
        """Take the next step: add a successor, put it into use, or drop the predecessor.

        ``keep`` is how long what the predecessor made stays in use; TooEarly before that. A step
        that was interrupted is taken again.
        """
        if self.following.exists():
            _copy(self.current, self.previous)
            self.following.replace(self.current)
            step = Step.CHANGED
        elif self.previous.exists():
            self._check_age(keep)
            self.previous.unlink()
            step = Step.DROPPED
        else:
            self._add(make)
            step = Step.ADDED
        _sync_folder(self.current.parent)
        return step

    def _add(self, make: Callable[[Path], object]) -> None:
        make(self.following)
        try:
            share_as(self.following, self.current)
        except OSError:
            self.following.unlink()
            raise

    def _check_age(self, keep: timedelta) -> None:
        changed = datetime.fromtimestamp(self.previous.stat().st_mtime, UTC)
        until = changed + keep
        if datetime.now(UTC) < until:
            raise TooEarly(
                "{file} is needed until {until} at least: what it made is still in use.",
                file=self.previous, until=until.isoformat(timespec="seconds"),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Secrets:
    """The secret in use, and all that are known, the oldest first."""

    in_use: bytes
    by_age: Sequence[bytes]

    @classmethod
    def read(cls, current: Path) -> Self:
        """Read the secret in use, or create it, and those beside it."""
        in_use = read_secret(current)
        # An interrupted step leaves one of them twice.
        known = dict.fromkeys(read_secret(file) for file in KeyRing(current).by_age)
        return cls(in_use, [*known])

    def derive(self, purpose: bytes) -> Self:
        """Derive the secrets of one purpose."""
        return type(self)(
            hmac.digest(self.in_use, purpose, hashlib.sha256),
            [hmac.digest(secret, purpose, hashlib.sha256) for secret in self.by_age],
        )


def _copy(source: Path, target: Path) -> None:
    """Copy a secret completely or not at all; the time of the copy is when it was made."""
    # mkstemp creates the file with mode 0600 whatever the umask.
    descriptor, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        share_as(Path(draft), source)
        Path(draft).replace(target)
    except OSError:
        Path(draft).unlink()
        raise


def _sync_folder(folder: Path) -> None:
    """Flush a rename to disk, so that a power cut cannot undo it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
