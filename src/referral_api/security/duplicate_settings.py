"""The settings of the search for people who have a file already."""

from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class DuplicateSettings(BaseSettings):
    """The part of the settings that is about possible duplicates."""

    duplicate_disclosure: Literal["holder", "recorder"] = Field(
        "holder", title="Disclosure of duplicates",
        description="Who is told that a person may have a file already: `holder`, who is"
        " responsible for that file, and the coordination; `recorder`, also who is responsible for"
        " the new one.",
    )  # fmt: skip
    duplicate_openings_per_day: int = Field(
        2000, title="Openings for duplicates per day",
        description="Sealed identities that the service compares with what one agent records, in"
        " one day. A check begins while 20 of them are left; the others wait until the next day.",
        ge=20, le=1_000_000,
    )  # fmt: skip
