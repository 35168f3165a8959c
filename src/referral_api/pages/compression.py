"""Compression of whole pages, for lines on which each kilobyte takes a fifth of a second.

Not for a request that another site has made: it could set its guess of a name beside the name,
and see by the length whether it was right (BREACH). A guess can only stand in the query of an
address: a body needs the token of the session, which is masked anew in each page.
"""

import zlib

from starlette.requests import Request
from starlette.responses import Response

from referral_api.http.public_files import takes_gzip

# Beyond 5 the size hardly falls. Of very short pages gzip makes longer ones.
_LEVEL, _LEAST = 5, 400
# How far back repetitions are looked for, and how much memory that takes: to get and to empty that
# of the usual size takes longer than to compress a page.
_SHORT = 8 * 1024  # bytes
_GZIP, _NEAR, _FAR = 16, (13, 6), (15, 8)
_OURS = frozenset({"same-origin", "none"})


def compress(request: Request, response: Response) -> Response:
    """Compress a page if the browser takes it and asked by itself."""
    if not (
        response.headers.get("content-type", "").startswith("text/html")
        and takes_gzip(request)
        and _is_our_own(request)
    ):
        return response
    body = bytes(response.body)
    if len(body) < _LEAST:
        return response
    response.body = _gzip(body)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    return response


def _gzip(body: bytes) -> bytes:
    window, memory = _NEAR if len(body) <= _SHORT else _FAR
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP + window, memory)
    return packer.compress(body) + packer.flush()


def _is_our_own(request: Request) -> bool:
    """Say whether a page of ours, or a person at the address bar, has asked.

    A browser too old to say so is believed where the address carries no words.
    """
    site = request.headers.get("sec-fetch-site")
    return site in _OURS if site is not None else not request.url.query
