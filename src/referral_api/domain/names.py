"""What a name may be: trimmed, composed (NFC), never blank, and nothing in it is hidden."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

_LONGEST = 200
# Controls, marks of direction and other characters without a form, and ends of lines.
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# Letters and marks by their category that show nothing: the fillers of Hangul, Khmer and Mongolian,
# and the selectors of variants.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0"
    + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)
_SPACES = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
# The contract names the most usual of them; JSON Schema has no classes of letters.
_OTHERS = (
    r"\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0"
)
_PATTERN = rf"^(?!\s*$)[^{_OTHERS}]+$"


def _is_hidden(letter: str) -> bool:
    return letter in _FILLERS or unicodedata.category(letter) in _NOT_SHOWN


def _as_name(value: str) -> str:
    name = unicodedata.normalize("NFC", value).strip(_SPACES)
    if any(map(_is_hidden, name)):
        raise PydanticCustomError("invalid_characters", "a character that is not shown")
    if not name:
        raise PydanticCustomError("too_short", "blank")
    if not any(map(str.isalnum, name)):
        raise PydanticCustomError("invalid_value", "no letter and no figure")
    if len(name) > _LONGEST:  # a few letters are longer when they are composed
        raise PydanticCustomError("too_long", "too long")
    return name


# The name of a person, an agent, an organisation, a system or a place.
Name = Annotated[
    str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_as_name),
    Field(json_schema_extra={"pattern": _PATTERN}),
]  # fmt: skip
