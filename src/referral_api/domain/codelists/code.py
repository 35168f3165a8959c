"""The type of a code: a stored text that never changes, and its label in two languages."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """One member is one line: ``NAME = "stored", "libellé", "label"``.

    The member equals its stored text everywhere (JSON, OpenAPI, SQL). Its labels may be reworded. A
    code that is no longer used stays, because old rows still hold it. A list with more facts about
    its codes takes them in an ``__init__`` of its own.
    """

    fr: str
    en: str

    def __new__(cls, stored: str, fr: str = "", en: str = "", *_more: object) -> Self:
        member = str.__new__(cls, stored)
        member._value_ = stored
        member.fr = fr
        member.en = en
        return member
