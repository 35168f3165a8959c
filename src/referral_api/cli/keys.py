"""``keys``: the secrets stored outside the database."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from referral_api.cli.failures import CommandFailure, key_failures, load_settings
from referral_api.cli.key_rotation import (
    RotatedKey,
    rotate_cursor,
    rotate_index,
    rotate_pin,
    rotate_token,
)
from referral_api.cli.language import say
from referral_api.cli.vault_rotation import rewrap, rotate_vault
from referral_api.security import ServiceKeys, SigningKey, load_or_create_signing_key
from referral_api.security.blind_index import FILE
from referral_api.security.key_files import change_alone
from referral_api.security.key_ring import Secrets
from referral_api.security.pin_hash import FILE as PIN_FILE
from referral_api.security.vault import Vault
from referral_api.settings import Settings

_NEEDED = ("token.pem", "cursor.key", "vault.json")
# Without them the service runs, and looks for no duplicates, and nobody signs in by PIN.
_MORE = (FILE, PIN_FILE)
_NAMES = (*_NEEDED, *_MORE)
_MARK = "made-by-run.json"


def create_keys(settings: Settings, *, make_all: bool = True) -> SigningKey:
    """Create the missing key files, and read all of them once."""
    with key_failures():
        keys = ServiceKeys.load(settings.keys / "token.pem")
        Secrets.read(settings.keys / "cursor.key")
        for name in _MORE if make_all else ():
            Secrets.read(settings.keys / name)
        Vault.create_file(settings.keys / "vault.json")
        Vault.from_file(settings.keys / "vault.json")
    return keys.signing


def create_demo_keys(settings: Settings) -> None:
    """Create the keys of the embedded default; mark new ones as unfit for any other use."""
    fresh = not (settings.keys / "token.pem").exists()
    key = create_keys(settings)
    if fresh:
        (settings.keys / _MARK).write_text(json.dumps({"signing_key": key.key_id}) + "\n")


def made_by_run(settings: Settings) -> bool:
    """Say whether ``run`` created the current signing key for a demonstration."""
    mark, key = settings.keys / _MARK, settings.keys / "token.pem"
    if not mark.exists() or not key.exists():
        return False
    with key_failures():
        marked = json.loads(mark.read_text())
        return bool(marked["signing_key"] == load_or_create_signing_key(key).key_id)


def check_keys(settings: Settings) -> None:
    """Fail unless every key file exists, is usable and is not one of a demonstration."""
    check_whole(settings)
    if made_by_run(settings):
        raise CommandFailure(
            "The keys in {folder} were made by `run` for a demonstration; name another KEY_DIR.",
            folder=settings.keys,
        )


def check_whole(settings: Settings) -> None:
    """Fail unless every key file exists and is usable."""
    missing = [name for name in _NEEDED if not (settings.keys / name).exists()]
    if missing:
        raise CommandFailure(
            "{folder} lacks {names}: bring the keys of this service, or make new ones with "
            "`referral-api keys` if its database is new.",
            folder=settings.keys,
            names=", ".join(missing),
        )
    create_keys(settings, make_all=False)


_ROTATIONS = {
    RotatedKey.TOKEN: rotate_token, RotatedKey.CURSOR: rotate_cursor,
    RotatedKey.INDEX: rotate_index, RotatedKey.PIN: rotate_pin, RotatedKey.VAULT: rotate_vault,
}  # fmt: skip


class Action(StrEnum):
    """What is done with the keys."""

    ROTATE = "rotate"
    REWRAP = "rewrap"


def keys(
    action: Annotated[
        Action | None, typer.Argument(help="Rotate one, or wrap stored keys anew.")
    ] = None,
    key: Annotated[RotatedKey | None, typer.Argument(help="The one to rotate.")] = None,
) -> None:
    """Create the key files in KEY_DIR: token.pem, cursor.key, vault.json, index.key, pin.key. Existing ones stay."""  # noqa: E501
    settings = load_settings()
    if (action is Action.ROTATE) != (key is not None):
        raise CommandFailure("Name what to rotate: token, cursor, index, pin or vault.")
    if action is None:
        create_keys(settings)
        listed = ", ".join(_NAMES)
        folder = Path(settings.keys).resolve()
        typer.echo(
            say(
                "{folder}: {names}. Keep a copy apart from the database.",
                folder=folder, names=listed,
            )
        )  # fmt: skip
        return
    check_keys(settings)
    if key is None:
        rewrap(settings)
        return
    with change_alone(settings.keys):
        _ROTATIONS[key](settings)
