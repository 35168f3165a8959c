"""Text that people entered, made safe to print: no control characters, and no invisible turns.

What is left is printed letter by letter: no form of a report reads it as markup.
"""

import re
from typing import Annotated

from pydantic import AfterValidator

# They reverse the letters that follow them: a number could be read backwards.
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")


_PLANES = range(0, 0x110000, 0x10000)
# Controls but the line feed, halves of surrogate pairs, and what Unicode keeps free of letters.
_NO_LETTERS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane + end) for plane in _PLANES for end in (0xFFFE, 0xFFFF))
    + "]"
)


def plain(text: str) -> str:
    """Drop what cannot be printed; a tab becomes a space, and every end of a line a line feed."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _NO_LETTERS.sub("", _TURNS.sub("", text))


Text = Annotated[str, AfterValidator(plain)]
