"""Files that anyone may read: the same bytes for everybody, compressed once and cacheable.

Of the API only these are compressed. A compressed response with a victim's data would betray by its
length what a caller had guessed of it (BREACH); ``pages.compression`` says when a page may be.
"""

import gzip
import hashlib
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

# HEAD is offered for these alone, as caches and monitors ask for it.
READING = ["GET", "HEAD"]
# With no-referrer and nosniff, which every response has. Nothing runs but the files of this place.
PAGE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_WORTH_COMPRESSING = ("text/", "application/json", "application/javascript")


@dataclass(frozen=True)
class PublicFile:
    """The content in both encodings, and the headers that go with it."""

    content: bytes
    compressed: bytes | None
    headers: dict[str, str]
    media_type: str

    @classmethod
    def of(cls, content: bytes, media_type: str, seconds: int, **headers: str) -> "PublicFile":
        """Prepare a file that a cache may keep for so long before it asks again."""
        worth = media_type.startswith(_WORTH_COMPRESSING)
        return cls(
            content,
            gzip.compress(content, mtime=0) if worth else None,
            {
                # Weak: both encodings are the same file.
                "ETag": f'W/"{hashlib.sha256(content).hexdigest()[:32]}"',
                "Cache-Control": f"public, max-age={seconds}",
                "Vary": "Accept-Encoding",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
            media_type,
        )

    def respond(self, request: Request) -> Response:
        """Send the file, or 304 to a cache that has it."""
        known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
        # Compared weakly (RFC 9110, section 13.1.2): a cache may have dropped the W/.
        if known & {"*", self.headers["ETag"], self.headers["ETag"].removeprefix("W/")}:
            return Response(status_code=304, headers=self.headers)
        if self.compressed is not None and takes_gzip(request):
            headers = self.headers | {"Content-Encoding": "gzip"}
            return Response(self.compressed, headers=headers, media_type=self.media_type)
        return Response(self.content, headers=self.headers, media_type=self.media_type)


def takes_gzip(request: Request) -> bool:
    """Say whether a browser reads gzip."""
    for part in request.headers.get("accept-encoding", "").split(","):
        coding, _, quality = part.replace(" ", "").partition(";q=")
        if coding.lower() == "gzip":
            return quality.strip("0.") != "" if quality else True
    return False
