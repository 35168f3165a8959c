"""``demo``: a whole story over HTTP, against a running service."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from referral_api.cli.failures import load_settings
from referral_api.cli.language import spoken
from referral_api.demo.letter import play_letter
from referral_api.demo.network import play_network
from referral_api.demo.story import play


class Story(StrEnum):
    """The stories that can be played."""

    CASE = "case"
    LETTER = "letter"
    NETWORK = "network"


def demo(
    story: Annotated[
        Story,
        typer.Argument(
            help="One case, the committee's letter of May, or a network that answers.",
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
    if story is Story.LETTER:
        held = play_letter(*place, folder)
    else:
        held = play_network(*place) if story is Story.NETWORK else play(*place)
    if not held:
        raise typer.Exit(1)
