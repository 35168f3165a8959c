"""The commands by name; a module is imported only for its own command."""

from collections.abc import Callable
from importlib import import_module, metadata
from inspect import getdoc
from typing import Annotated, Any

import typer

from referral_api.cli.language import say
from referral_api.cli.library_words import translate_help

# In the order in which an operator needs them; each module is one of this package.
_MODULES = {
    "run": "running",
    "demo": "story",
    "token": "tokens",
    "migrate": "schema",
    "bootstrap-sql": "schema",
    "keys": "keys",
    "first-administrator": "first_administrator",
    "client-key": "client_keys",
    "serve": "running",
    "maintain": "maintenance",
    "deadlines": "maintenance",
    "worker": "worker",
    "restored": "restored",
    "doctor": "doctor",
    "openapi": "contract",
    "docs": "contract",
    "report": "report",
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


_LANGUAGE = "--lang fr|en, anywhere, or REFERRAL_LANG: the language of what is printed."


def assemble(requested: str | None) -> Callable[..., Any]:
    """Assemble the requested command, or all commands if the request names none."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback(help=say(getdoc(referral_api) or ""), epilog=say(_LANGUAGE))(referral_api)
    for name in [requested] if requested in _MODULES else _MODULES:
        module = import_module(f"referral_api.cli.{_MODULES[name]}")
        function = getattr(module, name.replace("-", "_"))
        app.command(name, help=say(getdoc(function) or ""), epilog=say(_LANGUAGE))(function)
    command = typer.main.get_command(app)
    _translate(command)
    translate_help(command)
    return command


def _translate(command: Any) -> None:
    """Say what every option and argument does in the language of the command."""
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = say(parameter.help)
    for below in getattr(command, "commands", {}).values():
        _translate(below)
