"""Who is not known files nothing under a case that it names, and does not fill the audit log."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import httpx
import pytest
from prometheus_client import REGISTRY
from uuid_utils.compat import uuid7

from referral_api.database.transaction import Transaction
from referral_api.http.process_context import ProcessContext
from referral_api.http.refusal_sample import RefusalSample
from referral_api.permissions import Role
from referral_api.security import issue_access_token
from tests.support.partner import Partner, new_key
from tests.support.world import World

_OF_A_CALLER = ("agent_id", "client_id", "organisation_id", "token_id")
_OF_A_RECORD = ("subject_id", "case_id", "case_ids", "section")


@pytest.fixture
def process(world: World) -> Iterator[ProcessContext]:
    """The process with a sample of one."""
    before = world.process
    sample = RefusalSample(1)
    world.app.state.process = dataclasses.replace(before, anonymous_refusals=sample)
    yield world.app.state.process
    sample.end_window()
    world.app.state.process = before


def _counted(code: str, reason: str, event: str) -> float:
    labels = {"code": code, "reason": reason, "event": event}
    return REGISTRY.get_sample_value("referral_anonymous_refusals_total", labels) or 0.0


def _bearer(world: World, subject: UUID, *, issued: timedelta = timedelta()) -> dict[str, str]:
    url = world.process.settings.public_url
    token = issue_access_token(
        world.process.signing_key, issuer=url, audience=url, subject=subject, client_id=None,
        lifetime=timedelta(minutes=10), now=datetime.now(UTC) + issued,
    )  # fmt: skip
    return {"Authorization": f"Bearer {token}"}


def _bad_headers(world: World) -> dict[str, dict[str, str]]:
    agent = world.police.agent(Role.SUPERVISOR)
    return {
        "missing": {},
        "untrusted": {"Authorization": "Bearer a.b.c"},
        "expired": _bearer(world, agent, issued=-timedelta(minutes=20)),
        "inactive": _bearer(world, uuid7()),
    }


async def _events(world: World, *answers: httpx.Response) -> list[asyncpg.Record]:
    found = []
    for answer in answers:
        found += await world.events(request_id=answer.headers["x-request-id"])
    return found


@pytest.mark.parametrize("reason", ["missing", "untrusted", "expired", "inactive"])
async def test_no_refusal_of_an_unknown_caller_is_filed_under_what_the_address_names(
    world: World, reason: str
) -> None:
    row = await world.a_referral()
    before = await world.events(case_id=UUID(row["case_id"]))
    counted = _counted("invalid-token", reason, "recorded")
    headers = _bad_headers(world)[reason]
    answers = [
        await world.call(None, "GET", f"/v1/cases/{row['case_id']}", headers=headers),
        await world.call(None, "GET", f"/v1/cases/{row['case_id']}/identity", headers=headers),
        await world.call(
            None, "POST", f"/v1/cases/{row['case_id']}/decisions", {"event": "screen"},
            headers=headers,
        ),
        await world.call(None, "POST", f"/v1/referrals/{row['id']}/accept", {}, headers=headers),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {401}
    events = await _events(world, *answers)
    assert len(events) == len(answers)
    for event in events:
        assert (event["action"], event["outcome"], event["code"], event["subject"]) == (
            "token:authenticate", "refused", "invalid-token", "token"
        )  # fmt: skip
        assert {event[name] for name in (*_OF_A_CALLER, *_OF_A_RECORD)} == {None}
        assert event["roles"] == []
    assert await world.events(case_id=UUID(row["case_id"])) == before
    assert _counted("invalid-token", reason, "recorded") == counted + len(answers)


async def test_a_client_id_that_is_only_claimed_is_not_recorded(world: World) -> None:
    partner = await Partner.register(world, world.shelter)
    impostor = Partner(world, world.shelter, partner.id, new_key())
    unknown = Partner(world, world.shelter, str(uuid7()), new_key())
    for caller, reason in ((impostor, "untrusted"), (unknown, "unknown")):
        counted = _counted("invalid_client", reason, "recorded")
        (event,) = await _events(world, await caller.ask())
        assert (event["action"], event["code"]) == ("token:issue", "invalid_client")
        assert {event[name] for name in (*_OF_A_CALLER, *_OF_A_RECORD)} == {None}
        assert _counted("invalid_client", reason, "recorded") == counted + 1


@pytest.mark.usefixtures("process")
async def test_a_known_client_is_named_in_every_refusal(world: World) -> None:
    partner = await Partner.register(world, world.shelter)
    assertion = partner.assertion()
    assert (await partner.ask(client_assertion=assertion)).status_code == 200
    answers = [await partner.ask(client_assertion=assertion) for _ in range(3)]
    events = await _events(world, *answers)
    assert [(event["code"], event["client_id"]) for event in events] == [
        ("invalid_client", UUID(partner.id))
    ] * 3


@pytest.mark.usefixtures("process")
async def test_a_known_agent_is_recorded_under_the_case_in_every_refusal(
    world: World,
) -> None:
    stranger = world.stranger.agent(Role.SUPERVISOR)
    case = UUID((await world.a_case())["id"])
    answers = [await world.call(stranger, "GET", f"/v1/cases/{case}") for _ in range(3)]
    auditor = world.oversight.agent(Role.AUDITOR)
    answers += [await world.call(auditor, "GET", f"/v1/cases/{case}") for _ in range(3)]
    events = await _events(world, *answers)
    assert [(event["code"], event["case_id"]) for event in events] == [
        ("not-found", case)] * 3 + [("forbidden", case)] * 3  # fmt: skip


@pytest.mark.usefixtures("process")
async def test_a_flood_is_sampled_and_hides_no_failure_of_another_kind(
    world: World,
) -> None:
    counted = [_counted("invalid-token", "missing", event) for event in ("recorded", "left_out")]
    flood = [await world.call(None, "GET", "/v1/cases") for _ in range(20)]
    assert {answer.status_code for answer in flood} == {401}
    assert len(await _events(world, *flood)) == 1
    assert [_counted("invalid-token", "missing", event) for event in ("recorded", "left_out")] == [
        counted[0] + 1,
        counted[1] + 19,
    ]
    for reason, headers in _bad_headers(world).items():
        if reason != "missing":
            answer = await world.call(None, "GET", "/v1/cases", headers=headers)
            assert len(await _events(world, answer)) == 1, reason
    partner = await Partner.register(world, world.shelter)
    impostor = Partner(world, world.shelter, partner.id, new_key())
    assert len(await _events(world, await impostor.ask())) == 1


async def test_a_flood_from_one_address_hides_no_failure_of_another(
    world: World, process: ProcessContext
) -> None:
    async def ask(host: str) -> httpx.Response:
        transport = httpx.ASGITransport(world.app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as caller:
            return await caller.get("/v1/cases")

    sample = process.anonymous_refusals
    flooded = sample.address_group("192.0.2.1")
    other = next(
        host for number in range(2, 250)
        if sample.address_group(host := f"192.0.2.{number}") != flooded
    )  # fmt: skip
    assert len(await _events(world, *[await ask("192.0.2.1") for _ in range(10)])) == 1
    assert len(await _events(world, await ask(other))) == 1


@pytest.mark.usefixtures("process")
@pytest.mark.parametrize("asked_before", [0, 1])
async def test_an_agent_is_not_called_inactive_by_a_server_that_can_commit_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, asked_before: int
) -> None:
    """Neither if an event is recorded, nor if it is left out."""
    headers = _bearer(world, uuid7())
    for _ in range(asked_before):
        assert (await world.call(None, "GET", "/v1/cases", headers=headers)).status_code == 401
    commit, looked_up = Transaction._commit, list[Transaction]()

    async def commit_no_more(transaction: Transaction) -> None:
        if looked_up:
            raise asyncpg.PostgresConnectionError("another has taken over")
        looked_up.append(transaction)
        await commit(transaction)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "_commit", commit_no_more)
        answer = await world.call(None, "GET", "/v1/cases", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


async def test_what_reaches_no_route_is_counted_without_an_event(world: World) -> None:
    for method, path, code in (
        ("GET", "/v1/nothing", "not-found"), ("DELETE", "/v1/cases", "method-not-allowed"),
        ("GET", "/v1/codelists?a=1", "malformed-input"),
    ):  # fmt: skip
        counted = _counted(code, "other", "none")
        assert not await _events(world, await world.call(None, method, path))
        assert _counted(code, "other", "none") == counted + 1
