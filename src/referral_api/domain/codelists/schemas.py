"""Response schemas of the code lists."""

from pydantic import BaseModel, ConfigDict, Field


class CodeRead(BaseModel):
    """One code and its labels. The members after them appear only in the lists that have them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(description="The stored text. It is never renamed.")
    fr: str = Field(description="The French label.")
    en: str = Field(description="The English label.")
    iso_code: str | None = Field(
        default=None, description="Regions: the ISO 3166-2 code, or null where ISO has none yet."
    )
    iso_parent: str | None = Field(
        default=None, description="Regions: the ISO 3166-2 region to count it under."
    )
    htcds: str | None = Field(
        default=None, description="The nearest code of HTCDS 2.0, or null where it has none."
    )
    ctdc: str | None = Field(default=None, description="The nearest column of CTDC, or null.")
    tip: str | None = Field(
        default=None, description="Forms: the purpose in IC-TIP (working name), or null."
    )
    sdg: str | None = Field(default=None, description="Forms: the group of SDG 16.2.2, or null.")
    decides_as: str | None = Field(
        default=None,
        description="Types of organisation: what HTCDS 2.0 calls one that decides on "
        "identification.",
    )
    loses: bool | None = Field(
        default=None, description="Whether part of the meaning is lost there: an export says so."
    )


class CodelistRead(BaseModel):
    """One list, in its own order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="The name of the list in its address.")
    fr: str = Field(description="The French title.")
    en: str = Field(description="The English title.")
    for_person: bool = Field(
        description="Whether its labels may stand on what the person takes home. The others may "
        "endanger the person who is found with them."
    )
    codes: list[CodeRead]
    crosswalk_version: str | None = Field(
        default=None, description="The version of the crosswalk, in the lists that have one."
    )
