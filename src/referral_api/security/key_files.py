"""Secrets in files of the key folder: created once, readable by the service alone."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from referral_api.errors.sentences import SentenceError

_LENGTH = 32


class KeyFileError(SentenceError):
    """A key file, or the folder, cannot be used as it is."""


def read_secret(path: Path) -> bytes:
    """Read a 32-byte secret, or create it; concurrent starts get the same one.

    KeyFileError if it has another length: an empty file would be a secret that everybody knows.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    found = path.read_bytes()
    if len(found) != _LENGTH:
        raise KeyFileError("{path} is not whole: copy it anew.", path=path)
    return found


def share_as(path: Path, like: Path) -> None:
    """Let who reads one file read the new one: the command may run as root, the service not."""
    is_now, is_like = path.stat(), like.stat()
    if (is_now.st_uid, is_now.st_gid) != (is_like.st_uid, is_like.st_gid):
        os.chown(path, is_like.st_uid, is_like.st_gid)
    path.chmod(stat.S_IMODE(is_like.st_mode))


@contextmanager
def change_alone(folder: Path) -> Iterator[None]:
    """Change the files of a folder; KeyFileError while another process does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KeyFileError(
                "Another command changes the keys in {folder}: wait for its end.", folder=folder
            ) from None
        yield
    finally:
        os.close(descriptor)
