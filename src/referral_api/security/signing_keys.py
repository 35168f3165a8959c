"""The service's own signing key: created once, stored in a file, published without its secret."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.security.public_keys import public_jwk, to_pem


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An ES256 key. ``key_id`` is its thumbprint (RFC 7638)."""

    key_id: str
    public_pem: str
    private_pem: str = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> "SigningKey":
        """Take a private key; anything but an unencrypted P-256 key raises ValueError."""
        private = _read(pem)
        public = private.public_key()
        return cls(public_jwk(public)["kid"], to_pem(public), _private_pem(private).decode())

    def public_jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the key set to publish."""
        return {"keys": [public_jwk(_read(self.private_pem.encode()).public_key())]}


def load_or_create_signing_key(path: Path) -> SigningKey:
    """Return the key in this file, or create it.

    A new key is written completely under another name and then linked into place. The link fails
    if another process was faster; both then read the same, complete key.
    """
    if not path.exists():
        with suppress(FileExistsError):
            create_signing_key(path)
    return SigningKey.from_pem(path.read_bytes())


def create_signing_key(path: Path) -> SigningKey:
    """Create a key in a new file; FileExistsError if there is one of this name."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp creates the file with mode 0600 whatever the umask.
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(_private_pem(ec.generate_private_key(ec.SECP256R1())))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        Path(draft).unlink()
    return SigningKey.from_pem(path.read_bytes())


def _read(pem: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        private = serialization.load_pem_private_key(pem, password=None)
    except (TypeError, ValueError):
        raise ValueError("The signing key is not an unencrypted private key in PEM.") from None
    match private:
        case ec.EllipticCurvePrivateKey(curve=ec.SECP256R1()):
            return private
        case _:
            raise ValueError("The signing key is not on the curve P-256.")


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
