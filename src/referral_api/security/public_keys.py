"""Converts published keys (JSON Web Keys) to PEM, and refuses every unacceptable key."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

_PRIVATE_MEMBERS = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


def public_pem(key: object, algorithm: str) -> str:
    """Return a key as PEM if it may verify signatures of this algorithm, or raise ValueError.

    The messages name rules, never values.
    """
    if not isinstance(key, Mapping):
        key = {}  # anything but an object has no members, and is refused below
    if _PRIVATE_MEMBERS & key.keys():
        raise ValueError("A key carries private material; withdraw it and make a new one.")
    if key.get("use", "sig") != "sig":
        raise ValueError("A key is not meant for signatures.")
    operations = key.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise ValueError("A key is not meant for verifying.")
    if key.get("alg", algorithm) != algorithm:
        raise ValueError("A key is meant for another algorithm.")
    if algorithm == "ES256":
        return to_pem(_elliptic(key))
    if algorithm == "RS256":
        return to_pem(_rsa(key))
    raise ValueError("Only ES256 and RS256 are known.")


def key_id(key: Mapping[str, object]) -> str:
    """Return the kid of a key: a short printable string."""
    found = key.get("kid")
    if not isinstance(found, str) or not 0 < len(found) <= 255 or not found.isprintable():
        raise ValueError("A key needs a kid of 1 to 255 printable characters.")
    return found


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Return a P-256 key as a JSON Web Key whose kid is its thumbprint (RFC 7638)."""
    numbers = key.public_numbers()
    members = {
        "crv": "P-256",
        "kty": "EC",
        "x": _encode(numbers.x.to_bytes(32, "big")),
        "y": _encode(numbers.y.to_bytes(32, "big")),
    }
    canonical = json.dumps(members, separators=(",", ":"), sort_keys=True).encode()
    thumbprint = _encode(hashlib.sha256(canonical).digest())
    return members | {"kid": thumbprint, "use": "sig", "alg": "ES256"}


def to_pem(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> str:
    """Return a public key as PEM."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


def key_fingerprint(pem: str) -> str:
    """Return the SHA-256 of a public key in DER, by which two people compare it."""
    body = "".join(pem.strip().splitlines()[1:-1])
    return hashlib.sha256(base64.b64decode(body)).hexdigest()


def _elliptic(key: Mapping[str, object]) -> ec.EllipticCurvePublicKey:
    if key.get("kty") != "EC" or key.get("crv") != "P-256":
        raise ValueError("A key is not on the curve P-256.")
    x, y = _decode(key.get("x")), _decode(key.get("y"))
    if len(x) != 32 or len(y) != 32:
        raise ValueError("A coordinate of a key is not 32 bytes long.")
    point = ec.EllipticCurvePublicNumbers(
        int.from_bytes(x, "big"), int.from_bytes(y, "big"), ec.SECP256R1()
    )
    try:
        return point.public_key()
    except ValueError:
        raise ValueError("The coordinates of a key are not on its curve.") from None


def _rsa(key: Mapping[str, object]) -> rsa.RSAPublicKey:
    if key.get("kty") != "RSA":
        raise ValueError("A key is not an RSA key.")
    modulus = int.from_bytes(_decode(key.get("n")), "big")
    exponent = int.from_bytes(_decode(key.get("e")), "big")
    # The upper bounds prevent a published key from slowing down every verification.
    if not 2048 <= modulus.bit_length() <= 8192 or not 3 <= exponent < 2**32:
        raise ValueError("An RSA key must have 2048 to 8192 bits and a usual exponent.")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(value: object) -> bytes:
    if not isinstance(value, str) or not value.isascii():
        raise ValueError("A member of a key is missing or not base64url.")
    try:
        return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise ValueError("A member of a key is not base64url.") from None
