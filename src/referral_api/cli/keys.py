"""``keys``: the secrets stored outside the database."""

import json
from pathlib import Path

import typer

from referral_api.cli.failures import CommandFailure, key_failures, load_settings
from referral_api.cli.language import say
from referral_api.security import SigningKey, load_or_create_signing_key
from referral_api.security.key_files import read_secret
from referral_api.security.vault import Vault
from referral_api.settings import Settings

_NAMES = ("token.pem", "cursor.key", "vault.json")
_MARK = "made-by-run.json"


def create_keys(settings: Settings) -> SigningKey:
    """Create the missing key files, and read all of them once."""
    with key_failures():
        key = load_or_create_signing_key(settings.keys / "token.pem")
        read_secret(settings.keys / "cursor.key")
        Vault.create_file(settings.keys / "vault.json")
        Vault.from_file(settings.keys / "vault.json")
    return key


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
    missing = [name for name in _NAMES if not (settings.keys / name).exists()]
    if missing:
        raise CommandFailure(
            "{folder} lacks {names}: bring the keys of this service, or make new ones with "
            "`referral-api keys` if its database is new.",
            folder=settings.keys,
            names=", ".join(missing),
        )
    if made_by_run(settings):
        raise CommandFailure(
            "The keys in {folder} were made by `run` for a demonstration; name another KEY_DIR.",
            folder=settings.keys,
        )
    create_keys(settings)


def keys() -> None:
    """Create the key files in KEY_DIR: token.pem, cursor.key, vault.json. Existing ones stay."""
    settings = load_settings()
    create_keys(settings)
    listed = ", ".join(_NAMES)
    folder = Path(settings.keys).resolve()
    typer.echo(
        say("{folder}: {names}. Keep a copy apart from the database.", folder=folder, names=listed)
    )
