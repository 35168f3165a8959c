"""An OpenID provider of the tests: it signs whatever it is told, and publishes its key."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from typing_extensions import override

from referral_api.security import SigningKey


def _encoded(content: object) -> bytes:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


class Provider:
    """It has one key, for ES256."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        pem = self._key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self.key = SigningKey.from_pem(pem)

    @property
    def key_set(self) -> dict[str, object]:
        return {**self.key.public_jwks()}

    def sign(self, header: dict[str, object], claims: dict[str, object]) -> str:
        """Sign these claims; the header has the algorithm and the key besides."""
        full = {"alg": "ES256", "kid": self.key.key_id, **header}
        content = _encoded(full) + b"." + _encoded(claims)
        r, s = decode_dss_signature(self._key.sign(content, ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return (content + b"." + _encoded(signature)).decode()

    @contextmanager
    def publish(self, port: int = 0, certificate: Path | None = None) -> Iterator[int]:
        """Publish the key set on this machine, over TLS with a certificate; give the port."""
        published = json.dumps(self.key_set).encode()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(published)))
                self.end_headers()
                self.wfile.write(published)

            @override
            def log_message(self, *_: object) -> None: ...

        server = ThreadingHTTPServer(("127.0.0.1", port), Answer)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
