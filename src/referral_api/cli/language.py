"""The language that a command speaks."""

from enum import StrEnum
from typing import Annotated

import typer


class Spoken(StrEnum):
    """French, or English if asked."""

    FRENCH = "fr"
    ENGLISH = "en"


Lang = Annotated[Spoken, typer.Option(help="The language of what is printed.")]
