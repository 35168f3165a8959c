"""The instruments that the service has: those of the package, and national ones beside them."""

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic import ValidationError

from referral_api.domain.identification.screenings.instrument import Instrument
from referral_api.errors import NotFound


class UnusableInstrumentError(Exception):
    """A file that is no instrument, or one that the service has already. It names the file."""


class Instruments:
    """All instruments, by key and version."""

    def __init__(self, national: Path | None = None) -> None:
        self._known: dict[tuple[str, str], Instrument] = {}
        self._read(resources.files(__package__) / "instruments")
        if national is not None:
            self._read(national)

    def _read(self, folder: Traversable | Path) -> None:
        files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
        for file in sorted(files, key=lambda file: file.name):
            try:
                found = Instrument.model_validate(tomllib.loads(file.read_text("utf-8")))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
                raise UnusableInstrumentError(f"{file.name}: {error}") from error
            if (found.key, found.version) in self._known:
                raise UnusableInstrumentError(f"{file.name}: this version is published already")
            self._known[found.key, found.version] = found

    def all(self) -> list[Instrument]:
        """Return all, by key and version."""
        return [self._known[name] for name in sorted(self._known)]

    def find(self, key: str, version: str) -> Instrument:
        """Find one; NotFound if there is none."""
        try:
            return self._known[key, version]
        except KeyError:
            raise NotFound from None
