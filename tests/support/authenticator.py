"""A passkey in software: what a browser and its authenticator answer."""

import html
import json
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from httpx import Response

_FLAG = AuthenticatorData.FLAG
PRESENT, VERIFIED, HAS_KEY = _FLAG.UP, _FLAG.UV, _FLAG.AT


@dataclass
class SoftKey:
    """One passkey; ``flags`` and ``origin`` let it lie."""

    origin: str
    site: str
    flags: AuthenticatorData.FLAG = PRESENT | VERIFIED
    count: int = 0
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    credential_id: bytes = field(default_factory=lambda: uuid4().bytes)

    def make(self, page: Response) -> str:
        """Answer a page that asks for a new passkey."""
        asked = asked_by(page)
        public = ES256.from_cryptography_key(  # type: ignore[no-untyped-call]
            self.key.public_key()
        )
        credential = AttestedCredentialData.create(Aaguid(b"\0" * 16), self.credential_id, public)
        data = AuthenticatorData.create(
            sha256(self.site.encode()), self.flags | HAS_KEY, self._next(), credential
        )
        said = self._client_data(CollectedClientData.TYPE.CREATE, asked)
        return self._answer({
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        })  # fmt: skip

    def prove(self, page: Response, *, signs: bytes = b"") -> str:
        """Answer a page that asks for a proof."""
        asked = asked_by(page)
        data = AuthenticatorData.create(sha256(self.site.encode()), self.flags, self._next())
        said = self._client_data(CollectedClientData.TYPE.GET, asked)
        signature = signs or self.key.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer({
            "clientDataJSON": websafe_encode(said), "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        })  # fmt: skip

    def _next(self) -> int:
        self.count += self.counts
        return self.count

    def _client_data(self, kind: Any, asked: dict[str, Any]) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(asked["challenge"]), self.origin)

    def _answer(self, response: dict[str, str]) -> str:
        name = websafe_encode(self.credential_id)
        return json.dumps({
            "id": name, "rawId": name, "type": "public-key", "response": response,
            "clientExtensionResults": {},
        })  # fmt: skip


def asked_by(page: Response) -> dict[str, Any]:
    """Read what a page asks the browser."""
    found = re.search(r'data-asked="([^"]*)"', page.text)
    assert found, page.text
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))["publicKey"]
    return asked
