"""Messages about notices: once on each channel that is set up, and nothing in them but a code."""

import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from structlog.testing import capture_logs
from uuid_utils.compat import uuid7

from referral_api.delivery.messages import Messages
from referral_api.domain.casework.notice_messages.sending import PAUSES, lease_message
from referral_api.permissions import Role
from referral_api.security.outgoing_settings import OutgoingSettings
from tests.support.directory import a_service
from tests.support.notices import a_notice
from tests.support.receivers import a_receiver
from tests.support.relays import a_certificate, a_relay
from tests.support.world import TestOrganisation, World

_TELEPHONE, _MAILBOX = "+22300000077", "veille@abri.test"
_RELAY: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_from": "avis@mrn.test"}


async def _a_shelter(world: World, *languages: str) -> TestOrganisation:
    shelter = await world.make_organisation("shelter")
    await world.arrange(
        shelter.id,
        "UPDATE organisation SET duty_telephone = $2, notice_mailbox = $3, languages = $4"
        " WHERE id = $1",
        shelter.id, _TELEPHONE, _MAILBOX, list(languages),
    )  # fmt: skip
    return shelter


async def _send(world: World, notice: str, **settings: Any) -> None:
    """Look once at the rows, and send what is due of one notice, as a worker does."""
    messages = Messages(world.process.database, OutgoingSettings(**settings))
    for message in await messages.find_due():
        if str(message.notice_id) == notice:
            await messages.send(message)


async def _states(world: World, notice: str) -> dict[str, tuple[str, int]]:
    rows = await world.owner.fetch(
        "SELECT channel, state, attempts FROM notice_message WHERE notice_id = $1", UUID(notice)
    )
    return {row["channel"]: (row["state"], row["attempts"]) for row in rows}


async def _code(world: World, shelter: TestOrganisation, notice: str) -> str:
    path = f"/v1/notices/{notice}"
    code: str = (await world.done(shelter.agent(Role.SUPERVISOR), "GET", path))["code"]
    return code


def _says(message: EmailMessage) -> tuple[str, str]:
    return message["Subject"], message.get_content().replace("\r\n", "\n")


async def test_a_telephone_and_a_mailbox_are_told_once_that_something_waits_and_its_code(
    world: World,
) -> None:
    shelter = await _a_shelter(world, "bam", "eng")
    notice = await a_notice(world, shelter, uuid7())
    code = await _code(world, shelter, notice)
    async with a_receiver() as gateway, a_relay() as relay:
        ways = {
            "sms_gateway_url": gateway.url, "sms_gateway_token": "secret",
            "smtp_port": relay.port, "smtp_tls": "none", **_RELAY,
        }  # fmt: skip
        for _ in range(2):
            await _send(world, notice, **ways)
        text = f"Un avis vous attend. Code : {code}.\nA notice waits for you. Code: {code}."
        assert text.isascii()
        assert len(text) <= 160  # one short message
        (request,) = gateway.requests
        assert orjson.loads(request.body) == {"to": _TELEPHONE, "text": text}
        assert request.headers["authorization"] == "Bearer secret"
        assert request.headers["idempotency-key"] == notice
        (mail,) = relay.taken
        assert _says(mail) == ("Un avis vous attend / A notice waits for you", text + "\n")
        assert {name.lower() for name in mail} == {
            "from", "to", "subject", "message-id", "auto-submitted", "content-type",
            "content-transfer-encoding", "mime-version",
        }  # fmt: skip
        assert mail["Message-ID"] == f"<{notice}@mrn.test>"
        sent = f"{request} {mail}".lower()
    named = "SELECT name FROM organisation WHERE id = $1"
    told = await world.done(shelter.agent(Role.SUPERVISOR), "GET", f"/v1/notices/{notice}")
    marks = [await world.owner.fetchval(named, shelter.id), str(shelter.id), told["subject_id"]]
    marks += [told["kind"], told["stage"], "shelter", "refer"]
    assert [mark for mark in marks if mark.lower() in sent] == []
    assert await _states(world, notice) == {"mail": ("sent", 1), "telephone": ("sent", 1)}


async def test_whoever_reads_other_languages_reads_french(world: World) -> None:
    shelter = await _a_shelter(world, "bam")
    notice = await a_notice(world, shelter, uuid7())
    async with a_receiver() as gateway:
        await _send(world, notice, sms_gateway_url=gateway.url)
        text = orjson.loads(gateway.requests[0].body)["text"]
    assert text == f"Un avis vous attend. Code : {await _code(world, shelter, notice)}."


async def test_without_a_channel_nothing_is_written_and_what_is_old_or_read_is_no_news(
    world: World,
) -> None:
    shelter = await _a_shelter(world)
    news, old, read = [await a_notice(world, shelter, uuid7()) for _ in range(3)]
    agent = shelter.agent(Role.SUPERVISOR)
    await world.done(agent, "POST", f"/v1/notices/{read}/mark-read", version=1)
    async with world.owner.acquire() as owner, owner.transaction():
        await owner.execute("ALTER TABLE notice DISABLE TRIGGER USER")
        await owner.execute(
            "UPDATE notice SET recorded_at = now() - interval '25 hours' WHERE id = $1", UUID(old)
        )
        for trigger in ("unaudited", "written_once", "no_truncate"):
            await owner.execute(f"ALTER TABLE notice ENABLE ALWAYS TRIGGER {trigger}")
    await _send(world, news)
    assert await _states(world, news) == {}
    async with a_receiver() as gateway:
        for notice in (news, old, read):
            await _send(world, notice, sms_gateway_url=gateway.url)
    assert await _states(world, news) == {"telephone": ("sent", 1)}
    assert await _states(world, old) == await _states(world, read) == {}


async def test_what_is_not_taken_is_tried_again_and_then_given_up_and_no_log_names_where(
    world: World,
) -> None:
    shelter = await _a_shelter(world)
    notice = await a_notice(world, shelter, uuid7())
    async with a_receiver() as gateway, a_relay() as relay:
        gateway.answers, relay.refuses = {"": "fails"}, True
        ways = {
            "sms_gateway_url": gateway.url, "smtp_port": relay.port, "smtp_tls": "none", **_RELAY
        }  # fmt: skip
        with capture_logs() as told:
            for attempt in range(len(PAUSES) + 3):
                await _send(world, notice, **ways)
                await _send(world, notice, **ways)  # not due yet
                attempts = min(attempt + 1, len(PAUSES) + 1)
                state = "dead" if attempts > len(PAUSES) else "waiting"
                assert set((await _states(world, notice)).values()) == {(state, attempts)}
                await world.owner.execute(
                    "UPDATE notice_message SET next_at = now() WHERE notice_id = $1", UUID(notice)
                )
        assert len(gateway.requests) == len(PAUSES) + 1
        assert relay.taken == []
    failed = [line for line in told if line["event"] == "message.not_sent"]
    assert {line["channel"] for line in failed} == {"mail", "telephone"}
    assert not any(mark in str(told) for mark in (_TELEPHONE, _MAILBOX, "127.0.0.1"))


async def test_who_has_read_the_notice_meanwhile_is_told_nothing(world: World) -> None:
    shelter = await _a_shelter(world)
    notice = await a_notice(world, shelter, uuid7())
    async with a_receiver() as gateway:
        gateway.answers = {"": "fails"}
        await _send(world, notice, sms_gateway_url=gateway.url)
        agent = shelter.agent(Role.SUPERVISOR)
        await world.done(agent, "POST", f"/v1/notices/{notice}/mark-read", version=1)
        await world.owner.execute("UPDATE notice_message SET next_at = now()")
        await _send(world, notice, sms_gateway_url=gateway.url)
        assert len(gateway.requests) == 1
    assert await _states(world, notice) == {"telephone": ("unneeded", 2)}


async def test_what_nobody_sends_any_more_is_given_up_after_a_day(world: World) -> None:
    shelter = await _a_shelter(world)
    notice = await a_notice(world, shelter, uuid7())
    async with a_receiver() as gateway:
        gateway.answers = {"": "fails"}
        await _send(world, notice, sms_gateway_url=gateway.url)
    for hours, state in ((20, "waiting"), (5, "dead")):
        moved = f"UPDATE notice_message SET next_at = next_at - interval '{hours} hours'"
        await world.owner.execute(moved)
        await _send(world, notice)  # the gateway was taken out of the settings
        assert await _states(world, notice) == {"telephone": (state, 1)}


async def test_two_workers_send_a_message_once(world: World) -> None:
    shelter = await _a_shelter(world)
    notice = await a_notice(world, shelter, uuid7())
    settings = OutgoingSettings(sms_gateway_url="https://gateway.test")
    messages = Messages(world.process.database, settings)
    (due,) = [each for each in await messages.find_due() if str(each.notice_id) == notice]
    assert await lease_message(world.process.database, due) is not None
    assert await lease_message(world.process.database, due) is None


@pytest.mark.parametrize(("telephones", "to"), [(("+22300000071",), True), (("1", "2"), False)])
async def test_the_telephone_of_its_services_serves_where_they_share_one(
    world: World, telephones: tuple[str, ...], *, to: bool
) -> None:
    shelter = await world.make_organisation("shelter")
    for end in telephones:
        await a_service(world, shelter, duty_telephone="+22300000071"[: -len(end)] + end)
    notice = await a_notice(world, shelter, uuid7())
    async with a_receiver() as gateway:
        await _send(world, notice, sms_gateway_url=gateway.url)
        told = [orjson.loads(request.body)["to"] for request in gateway.requests]
    assert told == (["+22300000071"] if to else [])


async def test_mail_goes_encrypted_to_a_certificate_that_is_trusted_and_not_otherwise(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelter = await _a_shelter(world)
    notice = await a_notice(world, shelter, uuid7())
    certificate = a_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    async with a_relay() as plain, a_relay(tls) as encrypted:
        for port in (plain.port, encrypted.port):
            await _send(world, notice, smtp_port=port, **_RELAY)
            await world.owner.execute("UPDATE notice_message SET next_at = now()")
        assert (plain.taken, encrypted.taken) == ([], [])
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        await _send(world, notice, smtp_port=encrypted.port, **_RELAY)
        assert len(encrypted.taken) == 1
    assert await _states(world, notice) == {"mail": ("sent", 3)}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"sms_gateway_url": "http://gateway.test/send"}, "https"),
        ({"smtp_host": "relay.test"}, "SMTP_FROM"),
        ({"smtp_host": "relay.test", "smtp_from": "nobody"}, "name@host"),
    ],
)
def test_settings_that_would_send_in_the_clear_or_from_nobody_are_refused(
    given: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(ValueError, match=wrong):
        OutgoingSettings(**given)
