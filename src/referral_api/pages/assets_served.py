"""The style sheet and the scripts: files of ours, kept a year under a name that tells them."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

from referral_api.errors import NotFound
from referral_api.http.public_files import READING, PublicFile
from referral_api.http.routing import PublicRoute

_FOLDER = Path(__file__).parent / "assets"
_STYLE, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"
_TYPES = {
    "style.css": _STYLE, "paper.css": _STYLE, "script.js": _SCRIPT, "passkey.js": _SCRIPT,
}  # fmt: skip
_YEAR = 31_536_000

router = APIRouter(route_class=PublicRoute, include_in_schema=False)


@cache
def _file(name: str) -> tuple[str, PublicFile]:
    content = (_FOLDER / name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()[:12]
    return digest, PublicFile.of(content, _TYPES[name], _YEAR)


def asset_address(name: str) -> str:
    """Return the address of a file, which changes with its content."""
    return f"/bureau/fichiers/{_file(name)[0]}/{name}"


@router.api_route("/bureau/fichiers/{digest}/{name}", methods=READING)
async def read_asset(request: Request, digest: str, name: str) -> Response:
    """Send a file of the pages."""
    if name not in _TYPES or _file(name)[0] != digest:
        raise NotFound
    return _file(name)[1].respond(request)
