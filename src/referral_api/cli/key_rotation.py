"""``keys rotate``: a new key beside the old one, in three steps that every server takes in turn."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import typer

from referral_api.cli.failures import key_failures
from referral_api.cli.language import say
from referral_api.security import load_or_create_signing_key
from referral_api.security.blind_index import FILE
from referral_api.security.issue import LONGEST_LIFETIME
from referral_api.security.key_files import read_secret
from referral_api.security.key_ring import KeyRing, Step
from referral_api.security.pin_hash import FILE as PIN_FILE
from referral_api.settings import Settings

# What the worker needs to make the indexes of a country anew; until then both keys find them.
_INDEXED_ANEW = timedelta(days=2)
# Each PIN gets a hash of the new key when it is used; whoever has not been here is given a new one.
_USED_ANEW = timedelta(days=90)


class RotatedKey(StrEnum):
    """The keys that are rotated."""

    TOKEN = "token"  # noqa: S105 - its name
    CURSOR = "cursor"
    INDEX = "index"
    PIN = "pin"
    VAULT = "vault"


_ADDED = """{folder}: a successor of {name} is there; it is accepted and not yet used.
Copy the folder to every server, restart `serve` on each, and only then repeat this command."""
_CHANGED = """{folder}: the successor is in use as {name}; the key before it is still accepted.
Copy the folder to every server and restart `serve` on each. Repeat this command {keep} after the
last restart: it drops the key before."""
_DROPPED = """{folder}: the key before {name} is dropped: nothing that it made is in use.
Copy the folder to every server, delete there what it no longer has, and restart `serve` on each."""


def rotate_token(settings: Settings) -> None:
    """Take the next step with the key that signs tokens."""
    _rotate(settings.keys / "token.pem", load_or_create_signing_key, LONGEST_LIFETIME)


def rotate_cursor(settings: Settings) -> None:
    """Take the next step with the secret of cursors and of Idempotency-Keys."""
    _rotate(settings.keys / "cursor.key", read_secret, settings.idempotency_retention)


def rotate_index(settings: Settings) -> None:
    """Take the next step with the key of the blind indexes; the worker makes them anew."""
    _rotate(settings.keys / FILE, read_secret, _INDEXED_ANEW)


def rotate_pin(settings: Settings) -> None:
    """Take the next step with the key of PINs and of the codes of devices."""
    _rotate(settings.keys / PIN_FILE, read_secret, _USED_ANEW)


def _rotate(current: Path, make: Callable[[Path], object], keep: timedelta) -> None:
    with key_failures():
        step = KeyRing(current).rotate(make, keep)
    facts: dict[str, object] = {"folder": current.parent.resolve(), "name": current.name}
    match step:
        case Step.ADDED:
            typer.echo(say(_ADDED, **facts))
        case Step.CHANGED:
            typer.echo(say(_CHANGED, keep=_tell(keep), **facts))
        case Step.DROPPED:
            typer.echo(say(_DROPPED, **facts))


def _tell(keep: timedelta) -> str:
    """Say how long, rounded up."""
    if keep > timedelta(days=1):
        return say("{number} days", number=-(-keep // timedelta(days=1)))
    return say("{number} min", number=-(-keep // timedelta(minutes=1)))
