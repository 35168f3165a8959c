"""The response to a request with an Idempotency-Key, sealed for storage."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson

from referral_api.security.key_ring import Secrets
from referral_api.security.vault import open_sealed, seal


@dataclass(frozen=True, slots=True)
class IdempotencySecrets:
    """The secrets that digest keys and requests, and that seal stored responses."""

    digests: bytes
    responses: bytes

    @classmethod
    def of(cls, secret: bytes) -> "IdempotencySecrets":
        """Derive them from the secret of the deployment."""
        return cls(
            hmac.digest(secret, b"fingerprints", hashlib.sha256),
            hmac.digest(secret, b"answers", hashlib.sha256),
        )


@dataclass(frozen=True, slots=True)
class KnownSecrets:
    """The secrets in use, and during a rotation those beside them; the oldest first."""

    in_use: IdempotencySecrets
    by_age: tuple[IdempotencySecrets, ...]

    @classmethod
    def of(cls, secrets: Secrets) -> "KnownSecrets":
        """Derive them from the secrets of the deployment."""
        by_age = tuple(IdempotencySecrets.of(secret) for secret in secrets.by_age)
        return cls(IdempotencySecrets.of(secrets.in_use), by_age)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """The response that was sent to the caller."""

    status: int
    body: bytes
    location: str | None
    etag: str | None
    subject: str
    subject_id: UUID

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the response."""
        named = {"Location": self.location, "ETag": self.etag}
        return {name: value for name, value in named.items() if value is not None}

    def seal(self, secrets: IdempotencySecrets, bound_to: str) -> bytes:
        """Seal the response: it copies guarded case data and may outlive the right to see them.
        It opens only for what it is bound to.
        """
        head = orjson.dumps(
            [self.status, self.location, self.etag, self.subject, str(self.subject_id)]
        )
        return seal(secrets.responses, bound_to, head + b"\n" + self.body)

    @classmethod
    def open(cls, secrets: IdempotencySecrets, bound_to: str, sealed: bytes) -> "StoredResponse":
        """Open a sealed response; VaultError if it was tampered with or belongs elsewhere."""
        head, _, body = open_sealed(secrets.responses, bound_to, sealed).partition(b"\n")
        status, location, etag, subject, subject_id = orjson.loads(head)
        return cls(status, body, location, etag, subject, UUID(subject_id))
