"""``demo``: a whole story over HTTP, against a running service."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from referral_api.cli.failures import load_settings
from referral_api.cli.language import spoken
from referral_api.demo.incident import play_incident
from referral_api.demo.letter import play_letter
from referral_api.demo.network import play_network
from referral_api.demo.story import play


class Story(StrEnum):
    """The stories that can be played."""

    CASE = "case"
    INCIDENT = "incident"
    LETTER = "letter"
    NETWORK = "network"


def demo(
    story: Annotated[
        Story,
        typer.Argument(
            help="One case, from a tip to one file, the committee's letter of May, or a network"
            " that answers.",
            show_default=False,
        ),
    ] = Story.CASE,
    url: Annotated[str | None, typer.Option(help="Where the service runs.")] = None,
    folder: Annotated[
        Path, typer.Option(help="Of the letter: the folder for its DOCX and PDF.")
    ] = Path("letter"),
) -> None:
    """Play one synthetic story; exit 0 if all went as it must."""
    settings = load_settings()
    address = url or f"http://127.0.0.1:{settings.port}"
    place = (address, settings.public_url, settings.keys, spoken())
    plays: dict[Story, Callable[[], bool]] = {
        Story.CASE: lambda: play(*place),
        Story.INCIDENT: lambda: play_incident(*place),
        Story.LETTER: lambda: play_letter(*place, folder),
        Story.NETWORK: lambda: play_network(*place),
    }
    if not plays[story]():
        raise typer.Exit(1)
