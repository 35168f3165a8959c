"""Forms come from our own pages: a token of the session, and the browser's own word for it."""

import base64
import binascii
import hashlib
import hmac
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request

from referral_api.errors import Forbidden
from referral_api.security.vault import VaultError, open_sealed, seal

FIELD = "csrf"
_NOBODY = UUID(int=0)
_PURPOSE = "form"


class MadeFor(NamedTuple):
    """Whom a form was shown to, and on which device; a session that has ended tells neither."""

    agent_id: UUID
    device_id: UUID | None


class FormTokens:
    """Tokens that only a page of the same session has; sealed anew, so differently, in each page.

    A token also names the agent and the device, for a form whose session ends while somebody types.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, bound_to: str, made_for: MadeFor | None = None) -> str:
        """Make the token of a session; no two pages show the same text."""
        agent_id, device_id = made_for or MadeFor(_NOBODY, None)
        whole = self._of(bound_to) + agent_id.bytes + (device_id or _NOBODY).bytes
        return base64.urlsafe_b64encode(seal(self._secret, _PURPOSE, whole)).decode()

    def check(self, bound_to: str, given: str) -> None:
        """Raise Forbidden unless the token is of this session."""
        if not hmac.compare_digest(self._open(given)[:16], self._of(bound_to)):
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
            return open_sealed(self._secret, _PURPOSE, base64.urlsafe_b64decode(given))
        except (binascii.Error, ValueError, VaultError):
            raise Forbidden from None

    def _of(self, bound_to: str) -> bytes:
        return hmac.digest(self._secret, bound_to.encode(), hashlib.sha256)[:16]


def check_origin(request: Request) -> None:
    """Raise Forbidden for a form of another site.

    A browser says by itself where a form comes from: in Sec-Fetch-Site, or in Origin if it is old.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site != "same-origin":
            raise Forbidden
        return
    origin = request.headers.get("origin", "")
    if urlsplit(origin).netloc != request.headers.get("host", "") or not origin:
        raise Forbidden
