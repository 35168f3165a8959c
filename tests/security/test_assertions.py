"""Partner systems authenticate with their own key, to this service only, within a minute."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.errors import InvalidClient
from referral_api.security import SigningKey, parse_client_keys, peek_issuer, verify_assertion
from referral_api.security.tokens import sign_token

HERE = "https://referral.example"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = int(NOON.timestamp())
CLIENT = "5b0f6f0a-2f64-4f0c-8a3c-1f2f8a1f0002"
AGENT = "0b8f4f5e-6a3a-4d3f-9a57-1f2f8a1f0001"
CLAIMS: dict[str, object] = {
    "iss": CLIENT, "sub": CLIENT, "aud": HERE, "jti": "one", "iat": SECOND, "exp": SECOND + 60,
}  # fmt: skip


def new_key() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SigningKey.from_pem(pem)


KEY, OTHER_KEY = new_key(), new_key()
KEYS = parse_client_keys(KEY.public_jwks())
(JWK,) = KEY.public_jwks()["keys"]


def assertion(typ: str = "JWT", key: SigningKey = KEY, **changes: object) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return sign_token(claims, private_pem=key.private_pem, key_id=KEY.key_id, typ=typ)


def check(signed: str, subject: str | None = CLIENT) -> str:
    claims = verify_assertion(
        signed, keys=KEYS, issuer=CLIENT, subject=subject, expected_audience=HERE, now=NOON
    )
    assert claims.expires_at <= NOON + timedelta(seconds=60)
    assert claims.jti == "one"
    return claims.subject


@pytest.mark.parametrize("typ", ["JWT", "client-authentication+jwt"])
def test_a_client_proves_itself(typ: str) -> None:
    assert peek_issuer(assertion(typ)) == CLIENT
    assert check(assertion(typ)) == CLIENT


def test_a_client_names_the_agent_it_acts_for() -> None:
    assert check(assertion(sub=AGENT), subject=None) == AGENT


def test_an_assertion_may_leave_out_when_it_was_made() -> None:
    assert check(assertion(iat=None)) == CLIENT


REFUSED: dict[str, str] = {
    "access token": assertion("at+jwt"),
    "another's key": assertion(key=OTHER_KEY),
    "aud of the token endpoint": assertion(aud=HERE + "/oauth/token"),
    "aud as list": assertion(aud=[HERE]),
    "aud missing": assertion(aud=None),
    "iss of another client": assertion(iss=AGENT),
    "iss missing": assertion(iss=None),
    "sub of another client": assertion(sub=AGENT),
    "sub missing": assertion(sub=None),
    "jti missing": assertion(jti=None),
    "exp missing": assertion(exp=None),
    "exp past": assertion(iat=SECOND - 60, exp=SECOND),
    "exp too far": assertion(exp=SECOND + 61),
    "exp too far, without iat": assertion(iat=None, exp=SECOND + 71),
    "iat ahead": assertion(iat=SECOND + 11),
    "iat as text": assertion(iat="now"),
    "signature changed": assertion().rsplit(".", 1)[0] + "." + "A" * 86,
    "not a token": "a.b.c",
    "empty": "",
}


@pytest.mark.parametrize("signed", REFUSED.values(), ids=REFUSED.keys())
def test_an_assertion_that_proves_nothing_is_refused(signed: str) -> None:
    with pytest.raises(InvalidClient) as refusal:
        check(signed)
    assert str(refusal.value) == InvalidClient.title


@pytest.mark.parametrize(
    "signed",
    ["", "a.b", "a.b.c", "é.é.é", assertion("at+jwt"), assertion(iss=None), assertion(iss=7)],
    ids=["empty", "two parts", "no JSON", "not ASCII", "access token", "no issuer", "number"],
)
def test_an_issuer_is_read_only_from_what_looks_like_an_assertion(signed: str) -> None:
    with pytest.raises(InvalidClient):
        peek_issuer(signed)


def test_a_registered_key_is_stored_as_pem_under_its_kid() -> None:
    assert {KEY.key_id: KEY.public_pem} == KEYS


def without(name: str) -> dict[str, str]:
    return {member: value for member, value in JWK.items() if member != name}


UNFIT: dict[str, object] = {
    "not a set": JWK,
    "no key": {"keys": []},
    "too many keys": {"keys": [JWK | {"kid": str(number)} for number in range(9)]},
    "not an object": {"keys": ["key"]},
    "private material": {"keys": [JWK | {"d": JWK["x"]}]},
    "shared secret": {"keys": [{"kty": "oct", "kid": "a", "k": "AAAA"}]},
    "RSA": {"keys": [{"kty": "RSA", "kid": "a", "n": "AQAB", "e": "AQAB"}]},
    "another curve": {"keys": [JWK | {"crv": "P-384"}]},
    "point off the curve": {"keys": [JWK | {"y": JWK["x"]}]},
    "short coordinate": {"keys": [JWK | {"x": "AQAB"}]},
    "coordinate not base64url": {"keys": [JWK | {"x": "*" * 43}]},
    "coordinate missing": {"keys": [without("y")]},
    "for encryption": {"keys": [JWK | {"use": "enc"}]},
    "for signing only": {"keys": [JWK | {"key_ops": ["sign"]}]},
    "for another algorithm": {"keys": [JWK | {"alg": "ES384"}]},
    "no kid": {"keys": [without("kid")]},
    "kid twice": {"keys": [JWK, JWK]},
}


@pytest.mark.parametrize("jwks", UNFIT.values(), ids=UNFIT.keys())
def test_an_unfit_key_cannot_be_registered(jwks: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="key"):
        parse_client_keys(jwks)
