"""Forged and odd tokens: each is refused as InvalidToken, and no other exception escapes."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from referral_api.errors import InvalidToken
from referral_api.security import KeySet, SigningKey, Verifier
from referral_api.security.outside_issuers import OutsideIssuer, PlainTokens

HERE = "https://referral.example"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = int(NOON.timestamp())

Signer = Callable[[bytes], bytes]
OURS, OTHER = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
RSA_KEY = rsa.generate_private_key(65537, 2048)
PRIVATE = (
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)
KEY, OTHER_KEY = (SigningKey.from_pem(key.private_bytes(*PRIVATE)) for key in (OURS, OTHER))
PEM = KEY.public_pem.encode()
DER = OURS.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)
HEADER: dict[str, object] = {"alg": "ES256", "kid": KEY.key_id, "typ": "at+jwt"}
CLAIMS: dict[str, object] = {
    "iss": HERE, "aud": HERE, "sub": "0b8f4f5e-6a3a-4d3f-9a57-1f2f8a1f0001",
    "iat": SECOND, "exp": SECOND + 600, "jti": "one",
}  # fmt: skip


def es256(key: ec.EllipticCurvePrivateKey) -> Signer:
    def sign(content: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return sign


def hs256(secret: bytes) -> Signer:
    return lambda content: hmac.digest(secret, content, hashlib.sha256)


def rs256(content: bytes) -> bytes:
    return RSA_KEY.sign(content, padding.PKCS1v15(), hashes.SHA256())


def der_signature(content: bytes) -> bytes:
    return OURS.sign(content, ec.ECDSA(hashes.SHA256()))


def encoded(content: object) -> bytes:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def forge(header: object = HEADER, claims: object = CLAIMS, sign: Signer | None = None) -> str:
    content = encoded(header) + b"." + encoded(claims)
    return (content + b"." + encoded((sign or es256(OURS))(content))).decode()


def head(**changes: object) -> str:
    return forge(header=HEADER | changes)


def say(**changes: object) -> str:
    return forge(claims=CLAIMS | changes)


def without(name: str) -> str:
    return forge(claims={claim: value for claim, value in CLAIMS.items() if claim != name})


def raw_claim(name: str, text: str) -> str:
    """Write one claim as JSON text that Python would not write."""
    return forge(claims=json.dumps(CLAIMS | {name: "@"}).replace('"@"', text).encode())


GOOD = forge()
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
DEEP = b"[" * 5000
ATTACKS: dict[str, object] = {
    "no algorithm": forge(HEADER | {"alg": "none"}, sign=lambda _: b""),
    "no algorithm, signed": head(alg="none"),
    "unsigned": GOOD.rsplit(".", 1)[0] + ".",
    "signature of zeros": forge(sign=lambda _: bytes(64)),
    "signature as DER": forge(sign=der_signature),
    "signature cut short": GOOD[:-2],
    "HS256 with the PEM as secret": forge(HEADER | {"alg": "HS256"}, sign=hs256(PEM)),
    "HS256 with the DER as secret": forge(HEADER | {"alg": "HS256"}, sign=hs256(DER)),
    "HS256 with an empty secret": forge(HEADER | {"alg": "HS256"}, sign=hs256(b"")),
    "ES256 said, HS256 done": forge(sign=hs256(PEM)),
    "RS256 against our key": forge(HEADER | {"alg": "RS256"}, sign=rs256),
    "ES256 said, RS256 done": forge(sign=rs256),
    "PS256": head(alg="PS256"),
    "ES384": head(alg="ES384"),
    "alg in lower case": head(alg="es256"),
    "alg as list": head(alg=["ES256"]),
    "alg null": head(alg=None),
    "alg missing": forge({"kid": KEY.key_id, "typ": "at+jwt"}),
    "kid unknown": head(kid="unknown"),
    "kid missing": forge({"alg": "ES256", "typ": "at+jwt"}),
    "kid as number": head(kid=1),
    "kid of another key": head(kid=OTHER_KEY.key_id),
    "another key under our kid": forge(sign=es256(OTHER)),
    "typ missing": forge({"alg": "ES256", "kid": KEY.key_id}),
    "typ JWT": head(typ="JWT"),
    "typ of a logout token": head(typ="logout+jwt"),
    "typ of a client assertion": head(typ="client-authentication+jwt"),
    "crit": head(crit=["exp"]),
    "b64 false": head(b64=False),
    "jwk": head(jwk=KEY.public_jwks()["keys"][0]),
    "jku": head(jku="https://attacker.example/jwks"),
    "x5u": head(x5u="https://attacker.example/certificate"),
    "x5c": head(x5c=["MIIB"]),
    "zip": head(zip="DEF"),
    "header as list": forge([HEADER]),
    "header too deep": forge(DEEP),
    "header too long": head(kid="k" * 1024),
    "header padded with spaces": forge(json.dumps(HEADER).encode() + b" " * 1024),
    "header not JSON": forge(b"{"),
    "header not UTF-8": forge(b"\xff\xfe"),
    "header says kid twice": forge(json.dumps(HEADER).replace("{", '{"kid": "x", ').encode()),
    "claims as list": forge(claims=[1]),
    "claims as text": forge(claims=b"claims"),
    "claims too deep": forge(claims=DEEP),
    "claims not UTF-8": forge(claims=b"\xff"),
    "claims say exp twice": forge(HEADER, json.dumps(CLAIMS).replace("{", '{"exp": 1, ').encode()),
    **{f"{name} missing": without(name) for name in CLAIMS},
    **{f"{name} null": say(**{name: None}) for name in CLAIMS},
    "exp past": say(iat=SECOND - 600, exp=SECOND),
    "exp Infinity": raw_claim("exp", "Infinity"),
    "Infinity in a claim that is not read": say(note=float("inf")),
    "exp NaN": raw_claim("exp", "NaN"),
    "exp 1e999": raw_claim("exp", "1e999"),
    "exp of 5000 digits": raw_claim("exp", "9" * 5000),
    "exp huge": say(exp=10**18),
    "exp negative": say(exp=-1),
    "exp as float": say(exp=SECOND + 600.0),
    "exp as text": say(exp=str(SECOND + 600)),
    "exp true": say(exp=True),
    "exp as list": say(exp=[SECOND + 600]),
    "life too long": say(exp=SECOND + 901),
    "iat ahead": say(iat=SECOND + 11),
    "iat as float": say(iat=float(SECOND)),
    "iat ahead of nbf": say(iat=SECOND + 11, nbf=SECOND),
    "nbf true": say(nbf=True),
    "nbf ahead": say(nbf=SECOND + 11),
    "nbf as text": say(nbf="0"),
    "iss wrong": say(iss="https://attacker.example"),
    "iss with slash": say(iss=HERE + "/"),
    "iss as list": say(iss=[HERE]),
    "aud wrong": say(aud="https://other.example"),
    "aud as list": say(aud=[HERE]),
    "aud as list of two": say(aud=[HERE, "https://other.example"]),
    "aud as object": say(aud={HERE: 1}),
    "sub empty": say(sub=""),
    "sub as number": say(sub=7),
    "sub with a null character": say(sub="a\x00"),
    "sub with a lone surrogate": raw_claim("sub", r'"\ud800"'),
    "sub too long": say(sub="a" * 256),
    "jti as number": say(jti=1),
    "client_id as number": say(client_id=1),
    "client_id null": say(client_id=None),
    "too long": say(padding="x" * 8192),
    "not ASCII": GOOD + "é",
    "two parts": GOOD.rsplit(".", 1)[0],
    "four parts": GOOD + ".AA",
    "encrypted shape": ".".join([encoded({"alg": "dir", "enc": "A256GCM"}).decode(), *"abcd"]),
    "JSON serialisation": json.dumps({"payload": "", "signatures": []}),
    "padded": GOOD + "==",
    "stray bits in the signature": GOOD[:-1] + ALPHABET[ALPHABET.index(GOOD[-1]) + 1],
    "stray characters in the signature": GOOD[:-4] + "!" + GOOD[-4:],
    "line break at the end": GOOD + "\n",
    "Bearer in front": "Bearer " + GOOD,
    "only dots": "..",
    "empty": "",
    "None": None,
    "bytes": GOOD.encode(),
}


# What an issuer of plain tokens may send as well. The keys in these headers are not read.
PLAIN = {
    "typ missing", "typ JWT", "jwk", "jku", "x5u", "x5c", "aud as list", "aud as list of two",
    "life too long",
}  # fmt: skip


def verifier() -> Verifier:
    keys = {key.key_id: key.public_pem for key in (KEY, OTHER_KEY)}
    return Verifier(issuer=HERE, audience=HERE, keys=keys, clock=lambda: NOON)


async def test_the_token_that_the_attacks_are_made_from_is_good() -> None:
    assert (await verifier().verify(GOOD)).jti == "one"


@pytest.mark.parametrize("token", ATTACKS.values(), ids=ATTACKS.keys())
async def test_a_forged_or_odd_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidToken) as refusal:
        await verifier().verify(token)
    assert str(refusal.value) == InvalidToken.title


def verifier_of_plain_tokens() -> Verifier:
    trusted = OutsideIssuer(
        issuer=HERE, audience=HERE, jwks_url=f"{HERE}/jwks", plain_tokens=PlainTokens(claim="jti")
    )
    keys = [jwk for key in (KEY, OTHER_KEY) for jwk in key.public_jwks()["keys"]]
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json={"keys": keys}))
    outside = [KeySet(trusted, transport=answer)]
    ours = "https://ours.example"
    return Verifier(issuer=ours, audience=ours, keys={}, outside=outside, clock=lambda: NOON)


@pytest.mark.parametrize("attack", ATTACKS)
async def test_an_issuer_of_plain_tokens_opens_no_door_for_forged_ones(attack: str) -> None:
    checks = verifier_of_plain_tokens()
    if attack in PLAIN:
        assert (await checks.verify(str(ATTACKS[attack]))).jti == "one"
        return
    with pytest.raises(InvalidToken):
        await checks.verify(ATTACKS[attack])  # type: ignore[arg-type]


async def test_a_clock_ten_seconds_ahead_is_tolerated() -> None:
    assert (await verifier().verify(say(iat=SECOND + 10, nbf=SECOND + 10))).jti == "one"


async def test_a_key_that_is_not_pem_opens_nothing() -> None:
    checks = Verifier(
        issuer=HERE, audience=HERE, keys={KEY.key_id: DER.decode("latin-1")}, clock=lambda: NOON
    )
    with pytest.raises(InvalidToken):
        await checks.verify(GOOD)
