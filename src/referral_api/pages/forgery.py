"""Forms come from our own pages: a token of the session, and the browser's own word for it."""

import base64
import binascii
import hashlib
import hmac
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request

from referral_api.errors import Forbidden
from referral_api.http.process_context import process_context
from referral_api.security.key_ring import Secrets
from referral_api.security.vault import open_by_age, seal

FIELD = "csrf"
_NOBODY = UUID(int=0)
_PURPOSE = "form"


class MadeFor(NamedTuple):
    """Whom a form was shown to, and on which device; a session that has ended tells neither."""

    agent_id: UUID
    device_id: UUID | None


class BoundTo(StrEnum):
    """To what a form is bound. A cookie before sign-in says what the browser likes; so it is told
    apart from the id of a session, which is no secret.
    """

    BEFORE = "before"
    SESSION = "session"


class FormTokens:
    """Tokens that only a page of the same session has; sealed anew, so differently, in each page.

    A token also names the agent and the device, for a form whose session ends while somebody types.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def make(self, kind: BoundTo, bound_to: str, made_for: MadeFor | None = None) -> str:
        """Make the token of a session; no two pages show the same text."""
        agent_id, device_id = made_for or MadeFor(_NOBODY, None)
        whole = _digest(kind, bound_to) + agent_id.bytes + (device_id or _NOBODY).bytes
        return base64.urlsafe_b64encode(seal(self._secrets.in_use, _PURPOSE, whole)).decode()

    def check(self, kind: BoundTo, bound_to: str, given: str) -> None:
        """Raise Forbidden unless the token is of this session."""
        if not hmac.compare_digest(self._open(given)[:16], _digest(kind, bound_to)):
            raise Forbidden

    def made_for(self, given: str) -> MadeFor:
        """Say whom a form was shown to; Forbidden if it is none of ours, or of before sign-in."""
        whole = self._open(given)
        agent_id, device_id = UUID(bytes=whole[16:32]), UUID(bytes=whole[32:])
        if agent_id == _NOBODY:
            raise Forbidden
        return MadeFor(agent_id, None if device_id == _NOBODY else device_id)

    def _open(self, given: str) -> bytes:
        try:
            sealed = base64.urlsafe_b64decode(given)
        except (binascii.Error, ValueError):
            raise Forbidden from None
        whole = open_by_age(self._secrets, _PURPOSE, sealed)
        if whole is None:
            raise Forbidden
        return whole


def _digest(kind: BoundTo, bound_to: str) -> bytes:
    return hashlib.sha256(f"{kind}|{bound_to}".encode()).digest()[:16]


def check_origin(request: Request) -> None:
    """Raise Forbidden for a form of another site.

    A browser says by itself where a form comes from: in Sec-Fetch-Site, or in Origin if it is old.
    The latter is compared with our public address, scheme included: who is between the browser and
    us writes Host.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise Forbidden
        return
    if request.headers.get("origin", "").lower() != _origin_of(request):
        raise Forbidden


def _origin_of(request: Request) -> str:
    address = urlsplit(process_context(request).settings.public_url.lower())
    usual = {"https": ":443", "http": ":80"}[address.scheme]
    return f"{address.scheme}://{address.netloc.removesuffix(usual)}"
