"""What was told to a caller under her Idempotency-Key, as it is kept: sealed."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson

from referral_api.security.vault import open_sealed, seal


@dataclass(frozen=True, slots=True)
class IdempotencySecrets:
    """What keys and requests are known by, and what answers are sealed with."""

    digests: bytes
    answers: bytes

    @classmethod
    def of(cls, secret: bytes) -> "IdempotencySecrets":
        """Derive them from the secret of the deployment."""
        return cls(
            hmac.digest(secret, b"fingerprints", hashlib.sha256),
            hmac.digest(secret, b"answers", hashlib.sha256),
        )


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """What was told to the caller."""

    status: int
    body: bytes
    location: str | None
    etag: str | None
    subject: str
    subject_id: UUID

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that belong to it."""
        named = {"Location": self.location, "ETag": self.etag}
        return {name: value for name, value in named.items() if value is not None}

    def seal(self, secrets: IdempotencySecrets, bound_to: str) -> bytes:
        """Seal it: a copy of what the case's own tables guard, which outlives the right to see it.
        It opens for what it is bound to only.
        """
        about = orjson.dumps(
            [self.status, self.location, self.etag, self.subject, str(self.subject_id)]
        )
        return seal(secrets.answers, bound_to, about + b"\n" + self.body)

    @classmethod
    def open(cls, secrets: IdempotencySecrets, bound_to: str, sealed: bytes) -> "StoredResponse":
        """Open it; VaultError if it was tampered with, or belongs elsewhere."""
        about, _, body = open_sealed(secrets.answers, bound_to, sealed).partition(b"\n")
        status, location, etag, subject, subject_id = orjson.loads(about)
        return cls(status, body, location, etag, subject, UUID(subject_id))
