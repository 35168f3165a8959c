"""Access tokens as issuers really send them: accepted of an issuer for which the operator says so,
refused of every other; and no ID token ever passes for one.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from referral_api.errors import InvalidToken
from referral_api.security import Claims, KeySet, Verifier
from referral_api.security.outside_issuers import OutsideIssuer, PlainTokens
from tests.support.outside_provider import Provider

HERE = "https://referral.example"
THERE = "https://id.example"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = int(NOON.timestamp())
PLAIN = PlainTokens(claim="scp", value="referral")
CLAIMS: dict[str, Any] = {
    "iss": THERE, "aud": HERE, "sub": "somebody", "iat": SECOND, "exp": SECOND + 3600,
    "scp": "openid referral",
}  # fmt: skip
AT_JWT: dict[str, object] = {"typ": "at+jwt"}
ISSUER = Provider()

# What real issuers do, one at a time: header, claims.
SHAPES: dict[str, tuple[dict[str, object], dict[str, Any]]] = {
    "typ JWT": ({"typ": "JWT"}, {"jti": "one"}),
    "no typ": ({}, {"jti": "one"}),
    "typ in capitals": ({"typ": "AT+JWT"}, {"jti": "one"}),
    "typ application/at+jwt in capitals": ({"typ": "Application/AT+JWT"}, {"jti": "one"}),
    "x5t": (AT_JWT | {"x5t": "dGh1bWI"}, {"jti": "one"}),
    "x5t#S256": (AT_JWT | {"x5t#S256": "dGh1bWI"}, {"jti": "one"}),
    "nonce in the header": (AT_JWT | {"nonce": "n"}, {"jti": "one"}),
    "cty": (AT_JWT | {"cty": "JWT"}, {"jti": "one"}),
    "a member that is no text": (AT_JWT | {"x5c": ["MIIB"]}, {"jti": "one"}),
    "aud a list of one": (AT_JWT, {"jti": "one", "aud": [HERE]}),
    "aud a list": (AT_JWT, {"jti": "one", "aud": ["https://other.example", HERE]}),
    "no jti": (AT_JWT, {}),
}


def verifier(plain: PlainTokens | None) -> Verifier:
    trusted = OutsideIssuer(
        issuer=THERE, audience=HERE, jwks_url=f"{THERE}/jwks", plain_tokens=plain
    )
    answer = httpx.MockTransport(lambda _: httpx.Response(200, json=ISSUER.key_set))
    key_set = KeySet(trusted, transport=answer)
    return Verifier(issuer=HERE, audience=HERE, keys={}, outside=[key_set], clock=lambda: NOON)


async def verify(
    header: dict[str, object], plain: PlainTokens | None = PLAIN, /, **claims: Any
) -> Claims:
    content = {name: value for name, value in (CLAIMS | claims).items() if value is not None}
    return await verifier(plain).verify(ISSUER.sign(header, content))


async def refused(
    header: dict[str, object], plain: PlainTokens | None = PLAIN, /, **claims: Any
) -> None:
    with pytest.raises(InvalidToken):
        await verify(header, plain, **claims)


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
async def test_each_shape_is_accepted_where_the_operator_says_so_and_nowhere_else(
    shape: tuple[dict[str, object], dict[str, Any]],
) -> None:
    header, claims = shape
    assert (await verify(header, **claims)).subject == "somebody"
    await refused(header, None, **claims)


async def test_a_token_of_rfc_9068_is_accepted_with_and_without_the_opt_in() -> None:
    await verify(AT_JWT, jti="one")
    await verify(AT_JWT, None, jti="one")


@pytest.mark.parametrize("typ", ["id_token+jwt", "logout+jwt", "dpop+jwt", "JWE", "", 7])
async def test_a_type_that_is_another_kind_of_token_is_refused(typ: object) -> None:
    await refused({"typ": typ}, jti="one")


@pytest.mark.parametrize(
    "member",
    [{"crit": ["exp"]}, {"crit": []}, {"crit": None}, {"b64": True}, {"zip": "DEF"}, {"enc": "x"}],
    ids=str,
)
@pytest.mark.parametrize("plain", [PLAIN, None], ids=["plain", "strict"])
async def test_a_critical_header_member_is_refused_everywhere(
    member: dict[str, object], plain: PlainTokens | None
) -> None:
    await refused(AT_JWT | member, plain, jti="one")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "n"}, {"at_hash": "h"}, {"c_hash": "h"}, {"s_hash": "h"}, {"token_use": "id"},
        {"typ": "ID"}, {"typ": "Refresh"}, {"typ": "Logout"},
        {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_with_a_claim_of_another_kind_is_refused_though_it_has_the_mark(
    claims: dict[str, Any],
) -> None:
    await refused({"typ": "JWT"}, **claims)


@pytest.mark.parametrize("claims", [{"typ": "Bearer"}, {"token_use": "access"}], ids=str)
async def test_a_token_that_says_that_it_is_an_access_token_is_accepted(
    claims: dict[str, Any],
) -> None:
    await verify({"typ": "JWT"}, **claims)


@pytest.mark.parametrize("scp", [None, "", " ", "openid", "referrals", [], ["openid"], True, {}])
async def test_a_token_without_the_mark_is_refused(scp: object) -> None:
    """An ID token for the same audience differs in nothing else, if it has no nonce."""
    await refused({"typ": "JWT"}, scp=scp)
    await refused(AT_JWT, scp=scp)


@pytest.mark.parametrize("scp", ["referral", "a referral b", ["referral"], ["a", "referral"]])
async def test_the_mark_is_a_word_of_a_text_or_a_member_of_a_list(scp: object) -> None:
    await verify({"typ": "JWT"}, scp=scp)


async def test_a_mark_without_a_value_need_only_be_there() -> None:
    present = PlainTokens(claim="jti")
    await verify({"typ": "JWT"}, present, jti="one")
    await refused({"typ": "JWT"}, present)
    await verify({"typ": "JWT"}, PlainTokens(claim="scp"), scp=["a"])


@pytest.mark.parametrize(
    "scp", ["", " ", [], [""], [" "], [None], [False], [["a"]], {"a": "b"}, True, 7], ids=repr
)
async def test_a_mark_that_holds_no_word_is_none(scp: object) -> None:
    await refused({"typ": "JWT"}, PlainTokens(claim="scp"), scp=scp)


@pytest.mark.parametrize(
    "scp",
    ["xreferral", "referral\x00", "referral\t", "Referral", [["referral"]], {"referral": True},
     ["a referral"], [{"referral": "referral"}]],
    ids=repr,
)  # fmt: skip
async def test_a_mark_is_neither_part_of_a_word_nor_nested(scp: object) -> None:
    await refused({"typ": "JWT"}, scp=scp)


@pytest.mark.parametrize("jti", ["a\n", "\x00", "\u202e", "x" * 256, 7, [], True], ids=repr)
async def test_an_id_that_could_harm_a_log_is_refused(jti: object) -> None:
    await refused({"typ": "JWT"}, jti=jti)
    await refused(AT_JWT, jti=jti)


@pytest.mark.parametrize(
    "audience", [[], ["https://other.example"], [[HERE]], f"{HERE} x", {HERE: 1}, None]
)
async def test_an_audience_that_is_not_ours_is_refused(audience: object) -> None:
    await refused({"typ": "JWT"}, aud=audience)


async def test_a_life_is_an_hour_unless_the_operator_says_longer() -> None:
    day = PlainTokens(claim="scp", longest_life=timedelta(hours=24))
    await refused(AT_JWT, None, jti="one", exp=SECOND + 3601)
    await refused(AT_JWT, exp=SECOND + 3601)
    await verify(AT_JWT, day, exp=SECOND + 86_400)
    await refused(AT_JWT, day, exp=SECOND + 86_401)


async def test_the_digest_of_a_token_stands_for_an_id_that_it_has_not() -> None:
    first, again = await verify({"typ": "JWT"}, sub="a"), await verify({"typ": "JWT"}, sub="b")
    assert first.jti.startswith("sha256:")
    assert again.jti.startswith("sha256:")
    assert first.jti != again.jti
    checks, token = verifier(PLAIN), ISSUER.sign({"typ": "JWT"}, CLAIMS)
    assert (await checks.verify(token)).jti == (await verifier(PLAIN).verify(token)).jti
    assert (await verify({"typ": "JWT"}, jti="one")).jti == "one"
    await refused({"typ": "JWT"}, jti="")


async def test_our_own_tokens_stay_strict_beside_a_plain_issuer() -> None:
    trusted = OutsideIssuer(
        issuer=THERE, audience=HERE, jwks_url=f"{THERE}/jwks", plain_tokens=PLAIN
    )
    ours = Provider()
    checks = Verifier(
        issuer=HERE, audience=HERE, keys={ours.key.key_id: ours.key.public_pem},
        outside=[KeySet(trusted, transport=httpx.MockTransport(lambda _: httpx.Response(404)))],
        clock=lambda: NOON,
    )  # fmt: skip
    claims = CLAIMS | {"iss": HERE, "exp": SECOND + 600, "jti": "one"}
    await checks.verify(ours.sign(AT_JWT, claims))
    headers: list[dict[str, object]] = [
        {"typ": "JWT"}, {}, {"typ": "AT+JWT"}, AT_JWT | {"x5t": "dGh1bWI"},
    ]  # fmt: skip
    for header in headers:
        with pytest.raises(InvalidToken):
            await checks.verify(ours.sign(header, claims))
    for changes in ({"aud": [HERE]}, {"jti": None}, {"exp": SECOND + 901}):
        content = {name: value for name, value in (claims | changes).items() if value is not None}
        with pytest.raises(InvalidToken):
            await checks.verify(ours.sign(AT_JWT, content))


@pytest.mark.parametrize(
    "claim",
    ["sub", "azp", "nonce", "at_hash", "aud", "", "email", "name", "preferred_username", "sid"],
)
def test_a_claim_of_id_tokens_is_no_mark(claim: str) -> None:
    with pytest.raises(ValidationError):
        PlainTokens(claim=claim)


def test_a_life_beyond_a_day_and_a_member_that_is_not_known_are_refused() -> None:
    with pytest.raises(ValidationError):
        PlainTokens(claim="scp", longest_life=timedelta(hours=24, seconds=1))
    with pytest.raises(ValidationError):
        PlainTokens.model_validate({"claim": "scp", "crit": "ignored"})
