"""The commands, each read from its module only when it is asked for."""

from importlib import import_module

import typer
from typer.core import TyperGroup

# In the order in which an operator meets them; the module is one of this package.
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
}


class _Commands(TyperGroup):
    """A group whose commands are found by name in ``_MODULES``."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(_MODULES)

    def get_command(self, ctx: typer.Context, cmd_name: str):  # type: ignore[no-untyped-def, override]
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"referral_api.cli.{_MODULES[cmd_name]}")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(cmd_name)(getattr(module, cmd_name.replace("-", "_")))
        return typer.main.get_command(alone)


commands = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


@commands.callback()
def referral_api() -> None:
    """The register, referrals and custody of a national referral mechanism."""
