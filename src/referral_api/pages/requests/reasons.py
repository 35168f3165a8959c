"""Why a request is still a draft, told to its page by a sign that says nothing in an address."""

import base64
import hashlib
from collections.abc import Iterator
from functools import cache

from referral_api.errors import ServiceError

WHY = "non"


def sign_of(refusal: type[ServiceError]) -> str:
    """Return the sign of a refusal."""
    digest = hashlib.sha256(refusal.code.encode()).digest()
    return base64.b32encode(digest[:4]).decode().rstrip("=").lower()


def title_of(sign: str) -> str | None:
    """Return what the refusal of a sign says; None for a sign that is none."""
    return _titles().get(sign)


@cache
def _titles() -> dict[str, str]:
    return {sign_of(kind): kind.title for kind in _below(ServiceError)}


def _below(kind: type[ServiceError]) -> Iterator[type[ServiceError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _below(each)
