"""Compression of whole pages, for lines on which each kilobyte takes a fifth of a second.

Not for a request that another site has made: it could set its guess of a name beside the name,
and see by the length whether it was right (BREACH). A guess can only stand in the query of an
address: a body needs the token of the session, which is masked anew in each page.
"""

import gzip

from starlette.requests import Request
from starlette.responses import Response

from referral_api.http.public_files import takes_gzip

# Beyond 5 the size hardly falls. Of very short pages gzip makes longer ones.
_LEVEL, _LEAST = 5, 400
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
    response.body = gzip.compress(body, _LEVEL, mtime=0)
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.body))
    return response


def _is_our_own(request: Request) -> bool:
    """Say whether a page of ours, or a person at the address bar, has asked.

    A browser too old to say so is believed where the address carries no words.
    """
    site = request.headers.get("sec-fetch-site")
    return site in _OURS if site is not None else not request.url.query
