"""The settings of what the pages for people say."""

from pydantic import Field
from pydantic_settings import BaseSettings


class OfficeSettings(BaseSettings):
    """The part of the settings that is about the pages for people."""

    danger_telephone: str | None = Field(
        None, title="Telephone in danger", max_length=40, pattern=r"^[0-9 +().-]+$",
        description="The number that the pages give first where somebody is in danger: of the"
        " police or the gendarmerie on duty. Unset: they say so without a number.",
    )  # fmt: skip
