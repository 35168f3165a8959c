"""Forms that wait for a proof: sealed in the page, for the same agent, device and browser.

The server keeps nothing. The address is sealed with the form, so it can be sent nowhere else.
"""

import base64
import binascii
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from referral_api.pages.forms.reading import Fields
from referral_api.security.key_ring import Secrets
from referral_api.security.vault import open_by_age, seal

FIELD = "kept"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may open what is kept: one agent, on one device, in one browser."""

    agent_id: UUID
    device_id: UUID | None
    browser: str

    @property
    def binding(self) -> str:
        """What the seal is bound to."""
        return f"kept|{self.agent_id}|{self.device_id}|{self.browser}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that was asked for, or a form that was sent, when nobody was signed in any more."""

    path: str
    query: str = ""
    fields: Fields | None = None

    @property
    def address(self) -> str:
        """The address with its query."""
        return f"{self.path}?{self.query}" if self.query else self.path


class KeptForms:
    """Seals what is kept, and opens it within its time."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def seal(self, kept: Kept, holder: Holder) -> str:
        """Seal it into a hidden field."""
        said = kept.fields.content if kept.fields is not None else None
        whole = json.dumps([datetime.now(UTC).timestamp(), kept.path, kept.query, said])
        sealed = seal(self._secrets.in_use, holder.binding, zlib.compress(whole.encode()))
        return base64.urlsafe_b64encode(sealed).decode()

    def open(self, given: str, holder: Holder, longest: timedelta) -> Kept | None:
        """Open what was kept; None for anybody else, too late, or if it was changed."""
        try:
            sealed = base64.urlsafe_b64decode(given)
        except (binascii.Error, ValueError):
            return None
        whole = open_by_age(self._secrets, holder.binding, sealed)
        if whole is None:
            return None
        kept_at, path, query, said = json.loads(zlib.decompress(whole))
        if datetime.now(UTC).timestamp() - kept_at > longest.total_seconds():
            return None
        return Kept(path, query, None if said is None else Fields.of_pairs(said))
