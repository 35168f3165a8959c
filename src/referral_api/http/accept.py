"""Choosing the form of a response by the Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Iterable, Sequence

from referral_api.errors import NotAcceptable

# No client sends more; the rest of a longer header is ignored.
_LONGEST_HEADER = 500


def choose_media_type(accept: str | None, offered: Sequence[str]) -> str:
    """Return the offered media type that the caller prefers, the first of equals; NotAcceptable
    if it takes none. Without the header the first is given.
    """
    if not accept:
        return offered[0]
    wanted = list(_read(accept[:_LONGEST_HEADER]))
    best = max(offered, key=lambda media_type: _quality(media_type, wanted))
    if not _quality(best, wanted):
        raise NotAcceptable
    return best


def _read(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            if parameter.startswith("q="):
                try:
                    quality = float(parameter[2:])
                except ValueError:
                    quality = 0.0
        yield name, quality if 0 <= quality <= 1 else 0.0


def _quality(media_type: str, wanted: Iterable[tuple[str, float]]) -> float:
    """Return the quality of the most precise range that takes it in."""
    ranges = dict(wanted)
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
