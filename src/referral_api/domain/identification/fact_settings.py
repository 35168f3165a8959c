"""The settings of what is asked about a person: the instruments, and ethnic group and descent."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings


class FactSettings(BaseSettings):
    """The part of the settings that is about what is asked."""

    screening_instruments_dir: Path | None = Field(
        None, title="Screening instruments",
        description="A folder of national instruments beside those of the package. A version that"
        " the package has already is refused at the start. Unset: none.",
    )  # fmt: skip
    background_enabled: bool = Field(
        default=False,
        title="Ethnic group and descent",
        description="Whether they are recorded, with a consent of their own. Off until the data"
        " protection authority has authorised it.",
    )
