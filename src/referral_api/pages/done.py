"""What an address says of the act that was just done: a short code, and the words for it.

The code says nothing by itself: the address stays in the history of a shared telephone.
"""

from collections.abc import Mapping

from referral_api.pages.operation import OPERATIONS
from referral_api.pages.words.catalogues import act_words

DONE = "fait"
_NAMES: Mapping[str, str] = {operation.code: name for name, operation in OPERATIONS.items()}


def after(act: str, place: str) -> str:
    """Return the address of a page that is reached by an act."""
    return f"{place}?{DONE}={OPERATIONS[act].code}"


def done_words(code: str | None, language: str) -> str | None:
    """Return what is now true after the act; nothing for what is the code of none."""
    name = _NAMES.get(code or "")
    return act_words(name, language, "done") or None if name else None
