"""Request and response schemas of breaks of series."""

from typing import Any

from pydantic import Field

from referral_api.domain.codelists.series import BreakKind
from referral_api.domain.figures.aggregates.schemas import FigureCode
from referral_api.domain.records.entries.schemas import EntryCreate, EntryRead, Year
from referral_api.schemas import LongText, Payload

_CODE: Any = Field(description="The figure whose series breaks, by its code.")
_YEAR: Any = Field(description="The first year that does not compare with those before.")
_KIND: Any = Field(description="What changed: one break of a kind for each figure and year.")
_TEXT_FR: Any = Field(description="What is said of it beneath a table, in French.")
_TEXT_EN: Any = Field(description="What is said of it beneath a table, in English.")


class SeriesBreakContents(Payload):
    """What a correction replaces."""

    code: FigureCode = _CODE
    year: Year = _YEAR
    kind: BreakKind = _KIND
    text_fr: LongText = _TEXT_FR
    text_en: LongText = _TEXT_EN


class SeriesBreakCreate(SeriesBreakContents, EntryCreate):
    """A break of a series."""


class SeriesBreakRead(EntryRead):
    """A break of a series: from this year on, the numbers do not compare with those before."""

    code: str = _CODE
    year: int = _YEAR
    kind: BreakKind = _KIND
    text_fr: str = _TEXT_FR
    text_en: str = _TEXT_EN
