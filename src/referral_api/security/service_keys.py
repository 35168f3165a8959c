"""The service's own signing keys: one signs; its successor and its predecessor are accepted too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from referral_api.security.key_files import KeyFileError
from referral_api.security.key_ring import KeyRing
from referral_api.security.signing_keys import SigningKey, load_or_create_signing_key


@dataclass(frozen=True, slots=True)
class ServiceKeys:
    """``signing`` signs tokens; ``accepted`` are all keys whose tokens are valid."""

    signing: SigningKey
    accepted: Sequence[SigningKey]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load the key in use, or create it, and the keys beside it."""
        signing = load_or_create_signing_key(path)
        return cls(signing, [_read(file) for file in KeyRing(path).by_age])

    @property
    def public_pems(self) -> Mapping[str, str]:
        """The accepted keys for the verifier, kid → PEM."""
        return {key.key_id: key.public_pem for key in self.accepted}

    def public_jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the key set to publish: all accepted keys."""
        return {"keys": [jwk for key in self.accepted for jwk in key.public_jwks()["keys"]]}


def _read(path: Path) -> SigningKey:
    try:
        return SigningKey.from_pem(path.read_bytes())
    except ValueError as error:
        raise KeyFileError("{path}: {why}", path=path, why=str(error)) from None
