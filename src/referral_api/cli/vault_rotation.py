"""``keys rotate vault``, ``keys rewrap``: a new wrapping key, and all stored keys wrapped by it."""

import time
from dataclasses import replace
from uuid import UUID

import psycopg
import typer

from referral_api.cli.failures import CommandFailure, database_failures, key_failures
from referral_api.cli.language import say
from referral_api.cli.schema import owner_address
from referral_api.database.installation import Connection
from referral_api.database.wrapped_keys import (
    KEY_TABLES,
    StoredKey,
    drop_wrapping_keys,
    find_batch,
    save_batch,
)
from referral_api.security.vault import Vault, WrappedKey
from referral_api.security.vault_file import VaultFile
from referral_api.settings import Settings

_ADDED = """{path}: a new key is there and not yet used.
Keep a copy apart from the database, copy the file to every server, restart `serve` on each, and
only then repeat this command."""
_IN_USE = """{path}: the new key is in use; the former ones still open what they wrapped.
Copy the file to every server, restart `serve` on each, and then run `referral-api keys rewrap`."""
_DROPPED = """{path}: the former keys are dropped: nothing is wrapped by them.
Copy the file to every server and restart `serve` on each. Keep the file of before, apart, as long
as you keep a backup of that time: only it opens what is in there."""
_BATCH = 200
_PAUSE = 0.02  # seconds between two batches, in which requests proceed
_FIRST = UUID(int=0)


def rotate_vault(settings: Settings) -> None:
    """Take the next step with the key that wraps the persons' keys."""
    path = settings.keys / "vault.json"
    with key_failures():
        present = VaultFile.read(path)
    if present.following is not None:
        present.with_successor_in_use().replace_file(path)
        typer.echo(say(_IN_USE, path=path))
    elif present.former:
        _drop(settings, present.former)
        present.without_former().replace_file(path)
        typer.echo(say(_DROPPED, path=path))
    else:
        present.with_successor().replace_file(path)
        typer.echo(say(_ADDED, path=path))


def rewrap(settings: Settings) -> None:
    """Wrap every stored key by the key in use, in batches, beside `serve`."""
    with key_failures():
        vault = Vault.from_file(settings.keys / "vault.json")
        if VaultFile.read(settings.keys / "vault.json").following is not None:
            raise CommandFailure(
                "The new key is not in use yet: run `referral-api keys rotate vault` again first."
            )
    with (
        owner_address(settings) as url, database_failures(), key_failures(),
        psycopg.connect(url) as connection,
    ):  # fmt: skip
        number = _rewrap_all(connection, vault)
    typer.echo(
        say(
            "Keys wrapped anew: {number}. `referral-api keys rotate vault` drops the former key.",
            number=number,
        )
    )


def _rewrap_all(connection: Connection, vault: Vault) -> int:
    """Wrap all keys anew. Each batch is a transaction of its own, and a run that is killed has lost
    at most its last one: the next run looks for what is not wrapped by the key in use.
    """
    number = 0
    for table in KEY_TABLES:
        after = _FIRST
        while batch := find_batch(connection, table, after, vault.primary, _BATCH):
            save_batch(connection, [_wrap(vault, key) for key in batch])
            connection.commit()
            after, number = batch[-1].subject_id, number + len(batch)
            time.sleep(_PAUSE)
        connection.rollback()
    return number


def _wrap(vault: Vault, key: StoredKey) -> StoredKey:
    made = vault.rewrap(WrappedKey(key.wrapping_key_id, key.wrapped_key), key.subject_id)
    return replace(key, wrapping_key_id=made.wrapping_key_id, wrapped_key=made.wrapped_key)


def _drop(settings: Settings, former: list[str]) -> None:
    """Have the database refuse the former keys; CommandFailure if one of them is needed."""
    with (
        owner_address(settings) as url, database_failures(),
        psycopg.connect(url) as connection,
    ):  # fmt: skip
        if not drop_wrapping_keys(connection, former):
            raise CommandFailure(
                "A former key still wraps a stored one: run `referral-api keys rewrap` first."
            )
