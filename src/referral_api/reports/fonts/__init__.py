"""The one font family of the reports, which ships with them: Noto Sans, subset (see README.md)."""

from functools import cache
from pathlib import Path

from matplotlib.ft2font import FT2Font

FAMILY = "Noto Sans"
FOLDER = Path(__file__).parent
REGULAR = FOLDER / "NotoSans-Regular.ttf"
FACES = (REGULAR, FOLDER / "NotoSans-Bold.ttf", FOLDER / "NotoSans-Italic.ttf")
REPLACEMENT = "\ufffd"


@cache
def printable() -> frozenset[int]:
    """Return the code points that every face can print."""
    return frozenset.intersection(*(frozenset(FT2Font(face).get_charmap()) for face in FACES))


def substituted(text: str) -> str:
    """Put the replacement character where the font has none."""
    known = printable()
    return "".join(
        letter if letter == "\n" or ord(letter) in known else REPLACEMENT for letter in text
    )
