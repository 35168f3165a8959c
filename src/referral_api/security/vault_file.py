"""The vault's key file: the wrapping keys by id, which of them is in use, and which comes next."""

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from referral_api.errors.sentences import SentenceError
from referral_api.security.key_files import share_as


class VaultError(SentenceError):
    """The key file is unusable, or stored data do not open with it."""


@dataclass(frozen=True, slots=True)
class VaultFile:
    """``{"primary": id, "next": id, "keys": {id: base64}}``; ``next`` only during a rotation."""

    primary: str
    keys: Mapping[str, bytes]
    following: str | None = None

    @classmethod
    def make(cls) -> Self:
        """Make the content of a new file: one key."""
        name = secrets.token_hex(4)
        return cls(name, {name: secrets.token_bytes(32)})

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file; VaultError if it is none."""
        try:
            content = json.loads(path.read_text())
            keys = {name: base64.b64decode(key) for name, key in content["keys"].items()}
            found = cls(content["primary"], keys, content.get("next"))
            if not {found.primary, found.following or found.primary} <= keys.keys():
                raise VaultError("The vault's key file is not valid.")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise VaultError("The vault's key file {path} cannot be read.", path=path) from error
        return found

    @property
    def former(self) -> list[str]:
        """The keys that wrap nothing new any more."""
        return [name for name in self.keys if name not in {self.primary, self.following}]

    def with_successor(self) -> Self:
        """Add a key that will be in use."""
        ((name, key),) = VaultFile.make().keys.items()
        return replace(self, keys={**self.keys, name: key}, following=name)

    def with_successor_in_use(self) -> Self:
        """Use the key that was added."""
        return replace(self, primary=self.following or self.primary, following=None)

    def without_former(self) -> Self:
        """Drop the keys that wrap nothing any more."""
        former = set(self.former)
        kept = {name: key for name, key in self.keys.items() if name not in former}
        return replace(self, keys=kept)

    def create(self, path: Path) -> None:
        """Write the file unless another process was faster."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self._write_draft(path)
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()

    def replace_file(self, path: Path) -> None:
        """Write the file in the place of the present one, completely or not at all."""
        draft = self._write_draft(path)
        try:
            share_as(draft, path)
            draft.replace(path)
        except OSError:
            draft.unlink()
            raise

    def _write_draft(self, path: Path) -> Path:
        keys = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        content = {"primary": self.primary, "keys": keys}
        if self.following is not None:
            content["next"] = self.following
        # mkstemp creates the file with mode 0600 whatever the umask.
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        return Path(draft)
