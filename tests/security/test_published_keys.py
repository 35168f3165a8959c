"""Keys of an outside issuer: only those fit for its algorithm count; bad responses are ignored."""

import base64
import gzip

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from referral_api.security import KeySet
from referral_api.security.outside_issuers import OutsideIssuer
from referral_api.security.public_keys import public_jwk


class Published:
    """A key set address whose answer a test can change, and the clock beside it."""

    def __init__(self, answer: httpx.Response, algorithm: str = "ES256") -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.now = 0.0
        trusted = OutsideIssuer.model_validate(
            {
                "issuer": "https://id.example", "audience": "https://referral.example",
                "jwks_url": "https://id.example/jwks", "algorithm": algorithm,
            }
        )  # fmt: skip
        transport = httpx.MockTransport(self.respond)
        self.keys = KeySet(trusted, transport=transport, clock=lambda: self.now)

    async def respond(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        return self.answer


def publish(*keys: object) -> httpx.Response:
    return httpx.Response(200, json={"keys": keys})


def new_key(kid: str, **changes: object) -> dict[str, object]:
    key = public_jwk(ec.generate_private_key(ec.SECP256R1()).public_key())
    return {**key, "kid": kid, **changes}


def rsa_key(kid: str, bits: int) -> dict[str, object]:
    numbers = rsa.generate_private_key(65537, bits).public_key().public_numbers()
    modulus = base64.urlsafe_b64encode(numbers.n.to_bytes(bits // 8, "big")).rstrip(b"=")
    return {"kty": "RSA", "kid": kid, "n": modulus.decode(), "e": "AQAB"}


GOOD = b'{"keys": []}'
BAD_ANSWERS = {
    "redirect": httpx.Response(302, headers={"Location": "https://attacker.example/"}),
    "error": httpx.Response(500, content=GOOD),
    "too large": httpx.Response(200, content=GOOD + b" " * 256 * 1024),
    "compressed": httpx.Response(
        200, headers={"Content-Encoding": "gzip"}, content=gzip.compress(GOOD)
    ),
    "not JSON": httpx.Response(200, text="<html>"),
    "not UTF-8": httpx.Response(200, content=b"\xff"),
    "too deep": httpx.Response(200, content=b"[" * 100_000),
    "not a set": httpx.Response(200, json=[1]),
    "too many keys": httpx.Response(200, json={"keys": [{}] * 101}),
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
async def test_a_bad_answer_leaves_the_last_good_keys(answer: httpx.Response) -> None:
    published = Published(publish(new_key("a")))
    before = await published.keys.find("a")
    published.answer, published.now = answer, 3600.0
    assert before is not None
    assert await published.keys.find("a") == before
    assert published.asked == ["https://id.example/jwks"] * 2


@pytest.mark.parametrize(
    "unfit",
    [
        "key", {}, {"kty": "oct", "kid": "b", "k": "AA"}, rsa_key("b", 2048),
        new_key("b", use="enc"), new_key("b", alg="ES384"), new_key("b", d="AA"),
        new_key("b", crv="P-384"), new_key("b", x="AQAB"), new_key("b", y="*"), new_key("b", x=1),
        new_key("b", key_ops=["sign"]), new_key("b", kty=["EC"]),
    ],
    ids=[
        "text", "empty", "shared secret", "RSA", "encryption", "another algorithm", "private",
        "another curve", "short", "not base64url", "number", "signing only", "type as list",
    ],
)  # fmt: skip
async def test_an_unfit_key_is_passed_over_and_the_others_count(unfit: object) -> None:
    published = Published(publish(unfit, new_key("a")))
    assert await published.keys.find("a")
    assert published.keys.known("b") is None


async def test_an_issuer_set_to_rs256_is_believed_with_rsa_keys_of_2048_bits_only() -> None:
    published = Published(
        publish(rsa_key("a", 2048), rsa_key("weak", 1024), new_key("elliptic")), "RS256"
    )
    assert await published.keys.find("a")
    assert published.keys.known("weak") is None
    assert published.keys.known("elliptic") is None


async def test_a_kid_that_stands_for_two_keys_stands_for_none() -> None:
    published = Published(publish(new_key("a"), new_key("a"), new_key("b")))
    assert await published.keys.find("a") is None
    assert published.keys.known("b")


@pytest.mark.parametrize("address", ["http://id.example/jwks", "file:///jwks", "jwks"])
def test_a_key_set_is_fetched_over_https_only(address: str) -> None:
    with pytest.raises(ValueError, match="https"):
        KeySet(OutsideIssuer(issuer="https://id.example", audience="here", jwks_url=address))
