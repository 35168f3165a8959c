"""The title of a code list."""

from typing import NamedTuple


class Title(NamedTuple):
    """The title of a list, for a page or a form."""

    fr: str
    en: str
