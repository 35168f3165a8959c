"""Pages of a list, and their cursors: opaque, and authenticated for one caller."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from referral_api.errors import InvalidCursor
from referral_api.permissions import Actor

Item = TypeVar("Item", bound=BaseModel)
PAGE_LIMIT = 100


class Page(BaseModel, Generic[Item]):
    """One page, the last recorded first. ``next_cursor`` is null on the last one."""

    items: Sequence[Item]
    next_cursor: str | None = Field(description="Send it back as `cursor` for the next page.")


class Cursors:
    """Cursors of one deployment, sealed by its key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _seal(self, last: UUID, actor: Actor, query: str) -> bytes:
        bound = f"{actor.organisation_id}|{actor.agent_id}|{actor.client_id}|{query}"
        return hmac.digest(self._key, last.bytes + bound.encode(), hashlib.sha256)[:16]

    def encode(self, last: UUID, actor: Actor, query: str) -> str:
        """Make the cursor that follows ``last``; ``query`` is the list with its filters."""
        return base64.urlsafe_b64encode(last.bytes + self._seal(last, actor, query)).decode()[:43]

    def decode(self, cursor: str, actor: Actor, query: str) -> UUID:
        """Return the key that the cursor stands for; InvalidCursor if it is not this caller's."""
        try:
            raw = base64.urlsafe_b64decode(cursor + "=")
        except (binascii.Error, ValueError) as error:
            raise InvalidCursor from error
        if len(raw) != 32:
            raise InvalidCursor
        last = UUID(bytes=raw[:16])
        if not hmac.compare_digest(raw[16:], self._seal(last, actor, query)):
            raise InvalidCursor
        return last
