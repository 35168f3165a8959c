"""An outside issuer may be slow, silent, hostile or changing keys; known keys go on working."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest
import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.errors import InvalidToken, Unavailable
from referral_api.observability.logs import configure_logs
from referral_api.security import KeySet, SigningKey, Verifier, issue_access_token
from referral_api.security.outside_issuers import OutsideIssuer

HERE = "https://referral.example"
THERE = "https://id.example"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
AGENT = UUID("0b8f4f5e-6a3a-4d3f-9a57-1f2f8a1f0001")
HOUR = 3600.0


def new_key() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SigningKey.from_pem(pem)


class Issuer:
    """An issuer's key set address, as a test wants it to behave, and the clock beside it."""

    def __init__(self, *keys: object, name: str = THERE) -> None:
        self.keys = list(keys)
        self.name = name
        self.asked = 0
        self.now = 0.0
        self.down = False
        self.delay = 0.0
        self.answer: bytes | None = None
        trusted = OutsideIssuer(issuer=name, audience=HERE, jwks_url=f"{name}/jwks")
        self.key_set = KeySet(
            trusted, transport=httpx.MockTransport(self.respond), clock=lambda: self.now
        )

    async def respond(self, _: httpx.Request) -> httpx.Response:
        self.asked += 1
        await asyncio.sleep(self.delay)
        if self.down:
            raise httpx.ConnectError("down")
        if self.answer is not None:
            return httpx.Response(200, content=self.answer)
        return httpx.Response(200, json={"keys": self.keys})


def jwk(key: SigningKey, **changes: object) -> dict[str, object]:
    return {**key.public_jwks()["keys"][0], **changes}


def verifier(*issuers: Issuer) -> Verifier:
    outside = [issuer.key_set for issuer in issuers]
    return Verifier(issuer=HERE, audience=HERE, keys={}, outside=outside, clock=lambda: NOON)


def token(key: SigningKey, issuer: str = THERE) -> str:
    return issue_access_token(
        key, issuer=issuer, audience=HERE, subject=AGENT, client_id=None,
        lifetime=timedelta(minutes=10), now=NOON,
    )  # fmt: skip


async def test_a_token_of_an_outside_issuer_is_verified_with_its_published_key() -> None:
    key = new_key()
    assert (await verifier(Issuer(jwk(key))).verify(token(key))).issuer == THERE


async def test_many_callers_at_once_ask_the_issuer_once() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    issuer.delay = 0.01
    checks = verifier(issuer)
    await asyncio.gather(*(checks.verify(token(key)) for _ in range(20)))
    assert issuer.asked == 1


async def test_unknown_kids_make_the_issuer_asked_at_most_twice_a_minute() -> None:
    issuer = Issuer()
    for second in range(60):
        issuer.now = float(second)
        with pytest.raises(InvalidToken):
            await verifier(issuer).verify(token(new_key()))
    assert issuer.asked == 2


async def test_a_new_key_is_found_when_its_first_token_arrives() -> None:
    old, new = new_key(), new_key()
    issuer = Issuer(jwk(old))
    checks = verifier(issuer)
    await checks.verify(token(old))
    issuer.keys, issuer.now = [jwk(old), jwk(new)], 31.0
    await checks.verify(token(new))


async def test_a_withdrawn_key_stops_working_even_for_a_remembered_token() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    checks, signed = verifier(issuer), token(key)
    await checks.verify(signed)
    issuer.keys, issuer.now = [], 601.0
    await checks.verify(signed)  # still cached while the set is refreshed
    await asyncio.sleep(0.05)
    with pytest.raises(InvalidToken):
        await checks.verify(signed)


async def test_after_a_long_silence_a_withdrawn_key_opens_nothing() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    checks = verifier(issuer)
    await checks.verify(token(key))
    issuer.keys, issuer.now = [], HOUR
    with pytest.raises(InvalidToken):
        await checks.verify(token(key))


async def test_known_keys_outlive_an_outage_of_a_day_and_no_longer() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    checks = verifier(issuer)
    await checks.verify(token(key))
    issuer.down = True
    for hours in (1, 12, 23.9):
        issuer.now = hours * HOUR
        await checks.verify(token(key))
    issuer.now = 24.1 * HOUR
    with pytest.raises(Unavailable):
        await checks.verify(token(key))


async def test_a_hanging_issuer_times_out_and_known_keys_do_not_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("referral_api.security.keysets.TIMEOUT", 0.1)
    key = new_key()
    issuer = Issuer(jwk(key))
    checks = verifier(issuer)
    await checks.verify(token(key))
    issuer.delay, issuer.now = 30.0, 31.0
    stranger = asyncio.create_task(checks.verify(token(new_key())))
    await asyncio.sleep(0)
    async with asyncio.timeout(0.05):
        await checks.verify(token(key))
    with pytest.raises(Unavailable):
        await stranger


async def test_a_token_of_an_issuer_that_was_never_reached_is_neither_good_nor_bad() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    issuer.down = True
    checks = verifier(issuer)
    for _ in range(3):
        with pytest.raises(Unavailable) as refusal:
            await checks.verify(token(key))
        assert (refusal.value.reason, refusal.value.status) == ("issuer", 503)
        assert refusal.value.retry_after
    assert issuer.asked == 1


async def test_after_a_failure_the_issuer_is_asked_again_within_seconds() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    issuer.down = True
    checks = verifier(issuer)
    for second in range(10):
        issuer.now = float(second)
        with pytest.raises(Unavailable):
            await checks.verify(token(key))
    assert issuer.asked == 5
    issuer.down, issuer.now = False, 10.0
    await checks.verify(token(key))


@pytest.mark.parametrize("answer", [b"", b"[]", b"{}", b'{"keys": 7}', b"\xff"], ids=repr)
async def test_an_issuer_that_publishes_no_key_set_is_as_good_as_away(answer: bytes) -> None:
    issuer = Issuer()
    issuer.answer = answer
    with pytest.raises(Unavailable):
        await verifier(issuer).verify(token(new_key()))


async def test_while_one_issuer_is_away_a_token_of_nobody_or_of_another_is_refused() -> None:
    away, there = Issuer(name="https://one.example"), Issuer(name="https://two.example")
    away.down = True
    checks = verifier(away, there)
    for name in ("https://nobody.example", HERE, there.name):
        with pytest.raises(InvalidToken):
            await checks.verify(token(new_key(), name))
    with pytest.raises(Unavailable):
        await checks.verify(token(new_key(), away.name))


async def test_the_log_says_which_issuer_is_away_why_and_since_when() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    issuer.down = True
    checks = verifier(issuer)
    configure_logs("INFO")  # whatever an app of another test's has asked for
    with structlog.testing.capture_logs() as lines:
        for second in (0.0, 3.0, 6.0):
            issuer.now = second
            with pytest.raises(Unavailable):
                await checks.verify(token(key))
        issuer.down, issuer.now = False, 9.0
        await checks.verify(token(key))
    assert [(line["event"], line["issuer"]) for line in lines] == [
        ("issuer.lost", THERE), ("issuer.back", THERE),
    ]  # fmt: skip
    assert lines[0]["cause"] == "ConnectError"
    assert token(key) not in repr(lines)


async def test_a_cancelled_caller_does_not_end_the_attempt_for_the_next() -> None:
    key = new_key()
    issuer = Issuer(jwk(key))
    issuer.delay = 0.05
    checks = verifier(issuer)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await checks.verify(token(key))
    await checks.verify(token(key))
    assert issuer.asked == 1


async def test_issuers_that_share_a_kid_each_vouch_only_for_themselves() -> None:
    ours, theirs = new_key(), new_key()
    here = Issuer(jwk(ours), name="https://one.example")
    there = Issuer(jwk(theirs, kid=ours.key_id), name="https://two.example")
    namesake = SigningKey(ours.key_id, theirs.public_pem, theirs.private_pem)
    checks = verifier(here, there)
    assert (await checks.verify(token(ours, here.name))).issuer == here.name
    assert (await checks.verify(token(namesake, there.name))).issuer == there.name
    with pytest.raises(InvalidToken):
        await checks.verify(token(namesake, here.name))
