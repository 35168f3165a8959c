"""Pages of a list, and their cursors: opaque, and authenticated for one caller."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from referral_api.database.generation import FIRST_GENERATION
from referral_api.errors import CursorBeforeRestore, InvalidCursor
from referral_api.permissions import Actor
from referral_api.security.key_ring import Secrets

Item = TypeVar("Item", bound=BaseModel)
PAGE_LIMIT = 100
# The bytes of a key, of a generation and of a seal.
_KEY, _NUMBER, _SEAL = 16, 5, 16


class Page(BaseModel, Generic[Item]):
    """One page, the last recorded first. ``next_cursor`` is null on the last one."""

    items: Sequence[Item]
    next_cursor: str | None = Field(description="Send it back as `cursor` for the next page.")


class Cursors:
    """Cursors of one deployment, sealed by its key. During a rotation those of its successor and
    of its predecessor are accepted, too.
    """

    def __init__(self, keys: Secrets) -> None:
        self._keys = keys

    def encode(self, last: UUID, actor: Actor, query: str, generation: int) -> str:
        """Make the cursor that follows ``last``; ``query`` is the list with its filters."""
        # That of the first generation does not name it: cursors of before have this form.
        number = b"" if generation == FIRST_GENERATION else generation.to_bytes(_NUMBER)
        place = last.bytes + number
        sealed = place + _seal(self._keys.in_use, place, actor, query)
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def decode(self, cursor: str, actor: Actor, query: str, generation: int) -> UUID:
        """Return the key that the cursor stands for; InvalidCursor if it is not this caller's, and
        CursorBeforeRestore if it is of another generation of the database.
        """
        try:
            raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError) as error:
            raise InvalidCursor from error
        place, seal = raw[:-_SEAL], raw[-_SEAL:]
        if len(place) not in {_KEY, _KEY + _NUMBER}:
            raise InvalidCursor
        known = [_seal(key, place, actor, query) for key in self._keys.by_age]
        if not any(hmac.compare_digest(seal, one) for one in known):
            raise InvalidCursor
        if (int.from_bytes(place[_KEY:]) or FIRST_GENERATION) != generation:
            raise CursorBeforeRestore
        return UUID(bytes=place[:_KEY])


def _seal(key: bytes, place: bytes, actor: Actor, query: str) -> bytes:
    bound = f"{actor.organisation_id}|{actor.agent_id}|{actor.client_id}|{query}"
    return hmac.digest(key, place + bound.encode(), hashlib.sha256)[:_SEAL]
