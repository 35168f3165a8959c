"""``demo``: the whole story over HTTP, against a running service."""

from typing import Annotated

import typer

from referral_api.cli.failures import load_settings
from referral_api.cli.language import spoken
from referral_api.demo.story import play


def demo(
    url: Annotated[str | None, typer.Option(help="Where the service runs.")] = None,
) -> None:
    """Play one synthetic case from first meeting to audit; exit 0 if all went as it must."""
    settings = load_settings()
    address = url or f"http://127.0.0.1:{settings.port}"
    if not play(address, settings.public_url, settings.keys, spoken()):
        raise typer.Exit(1)
