"""The commands by name; a module is imported only for its own command."""

from importlib import import_module, metadata
from typing import Annotated

import typer

# In the order in which an operator needs them; each module is one of this package.
_MODULES = {
    "run": "running",
    "demo": "story",
    "token": "tokens",
    "migrate": "schema",
    "bootstrap-sql": "schema",
    "keys": "keys",
    "serve": "running",
    "deadlines": "deadlines",
    "openapi": "contract",
    "docs": "contract",
    "migration": "schema",
    "sql": "sql",
}


def _tell_version(asked: bool) -> None:  # noqa: FBT001 - typer passes a flag so
    if asked:
        typer.echo(f"referral-api {metadata.version('referral-api')}")
        raise typer.Exit


def referral_api(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_tell_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """The register, referrals and custody of a national referral mechanism."""


def assemble(requested: str | None) -> typer.Typer:
    """Assemble the requested command, or all commands if the request names none."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(referral_api)
    for name in [requested] if requested in _MODULES else _MODULES:
        module = import_module(f"referral_api.cli.{_MODULES[name]}")
        app.command(name)(getattr(module, name.replace("-", "_")))
    return app
