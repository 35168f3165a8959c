"""``client-key``: the key pair of a partner system, whose public half is registered."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from referral_api.cli.failures import CommandFailure
from referral_api.cli.language import say
from referral_api.security import SigningKey, create_signing_key

KeyFile = Annotated[Path, typer.Argument(help="The file of the private key, in PEM.")]


@contextmanager
def new_key(path: Path) -> Iterator[SigningKey]:
    """Make a key pair, which is taken back if what it is made for fails.

    CommandFailure if the file exists: its key may be in use.
    """
    try:
        key = create_signing_key(path)
    except FileExistsError:
        raise CommandFailure(
            "{path} exists: a key is not replaced. Name a new file.", path=path
        ) from None
    try:
        yield key
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def client_key(path: KeyFile) -> None:
    """Make the key pair of a partner system, and print the key set to register (ES256)."""
    with new_key(path) as key:
        typer.echo(json.dumps(key.public_jwks(), indent=2))
    typer.echo(
        say(
            "The private key is in {path} and nowhere else. Register the key set with"
            " POST /v1/clients; another administrator confirms it.",
            path=path,
        ),
        err=True,
    )
