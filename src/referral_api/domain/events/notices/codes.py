"""The short code of a notice: what a message names it by, and nothing can be learnt from."""

from uuid import UUID

# Crockford's: no I, L, O or U, which are misread or spell words.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8


def notice_code(notice_id: UUID) -> str:
    """Write the random end of an id in eight letters and figures."""
    places = [_LETTERS[notice_id.int >> 5 * place & 31] for place in reversed(range(_LENGTH))]
    return "".join(places[:4]) + "-" + "".join(places[4:])
