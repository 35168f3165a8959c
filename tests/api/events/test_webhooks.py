"""Webhooks: what happens is sent to who subscribed, signed, in order, and to no private address."""

import asyncio
import ipaddress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from standardwebhooks import Webhook

from referral_api.delivery.addresses import is_allowed
from referral_api.delivery.sending import Failure, Sender
from referral_api.delivery.verification import verify_pending
from referral_api.delivery.webhooks import WebhookSender
from referral_api.domain.events.webhooks.following import follow_outbox
from referral_api.domain.events.webhooks.sending import due_lanes
from referral_api.maintenance.backlog import read_lag
from referral_api.maintenance.round import maintain
from referral_api.permissions import Role
from tests.support.receivers import Receiver, a_receiver, subscribe
from tests.support.scene import KEYS
from tests.support.world import TestOrganisation, World

_HERE = [ipaddress.ip_network("127.0.0.0/8")]


@pytest.fixture(autouse=True)
def plain(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(world.process.settings), "plain_webhooks", property(lambda _: True))


def _sender(world: World, timeout: float = 2) -> WebhookSender:
    process = world.process
    return WebhookSender(
        process.database, process.vault, Sender(_HERE, timeout), "https://mrn.test"
    )


async def _send(world: World, subscription: dict[str, Any]) -> None:
    """Follow and send until nothing is due, as a worker does."""
    await follow_outbox(world.process.database)
    sender = _sender(world)
    for lane in await due_lanes(world.process.database):
        if str(lane.subscription_id) == subscription["id"]:
            await sender.send_lane(lane)


async def _active(world: World, unit: TestOrganisation, receiver: Receiver, *types: str) -> Any:
    subscription = await subscribe(world, unit, receiver.url, *types)
    await verify_pending(world.process.database, Sender(_HERE), "https://mrn.test")
    return subscription


async def _read(world: World, unit: TestOrganisation, subscription: dict[str, Any]) -> Any:
    path = f"/v1/webhook-subscriptions/{subscription['id']}"
    return await world.done(unit.agent(Role.ADMINISTRATOR), "GET", path)


async def test_events_arrive_signed_in_order_and_hold_ids_only(world: World) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register", "case:update", "case:close")
        assert made["status"] == "pending"
        assert (await _read(world, unit, made))["secret"] is None
        case = await world.a_case(unit)
        officer = unit.agent(Role.FIRST_RESPONDER)
        path = f"/v1/cases/{case['id']}"
        await world.done(officer, "PATCH", path, {"region": "GAO"}, version=1)
        await _send(world, made)
        assert [event["type"] for event in receiver.events] == ["case:register", "case:update"]
        for request in receiver.requests:
            event = Webhook(made["secret"]).verify(request.body, request.headers)
            assert event["data"] == {"subject": "case", "subject_id": case["id"]}
            assert set(event) == {
                "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "data"
            }  # fmt: skip
            assert request.headers["webhook-id"] == event["id"]
        await _send(world, made)
        assert len(receiver.events) == 2


async def test_a_new_secret_and_the_former_one_both_sign_for_a_day(world: World) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver)
        seen = await _read(world, unit, made)
        path = f"/v1/webhook-subscriptions/{made['id']}/rotate-secret"
        administrator = unit.agent(Role.ADMINISTRATOR)
        new = await world.done(administrator, "POST", path, version=seen["version"])
        await world.a_case(unit)
        await _send(world, made)
        request = receiver.requests[-1]
        for secret in (made["secret"], new["secret"]):
            Webhook(secret).verify(request.body, request.headers)
        assert made["secret"] != new["secret"]


@pytest.mark.parametrize("how", ["fails", "redirects", "hangs"])
async def test_what_is_not_taken_is_tried_again_later_and_holds_its_subject_up(
    world: World, how: str
) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register", "case:update")
        case, other = await world.a_case(unit), await world.a_case(unit)
        officer = unit.agent(Role.FIRST_RESPONDER)
        await world.done(officer, "PATCH", f"/v1/cases/{case['id']}", {"region": "GAO"}, version=1)
        receiver.answers = {case["id"]: how}
        await follow_outbox(world.process.database)
        sender = _sender(world, 0.3)
        for lane in await due_lanes(world.process.database):
            await sender.send_lane(lane)
        about = [event["data"]["subject_id"] for event in receiver.events]
        assert about.count(case["id"]) == 1
        assert about.count(other["id"]) == 1
        assert receiver.strayed == 0
        rows = await world.owner.fetch(
            "SELECT attempts, state, next_at > now() AS later FROM webhook_delivery"
            " WHERE subject_id = $1 ORDER BY xid", UUID(case["id"]),
        )  # fmt: skip
        assert [(row["attempts"], row["state"]) for row in rows] == [(1, "waiting"), (0, "waiting")]
        assert rows[0]["later"]
        receiver.answers = {}
        await world.owner.execute(
            "UPDATE webhook_delivery SET next_at = now(), leased_until = NULL"
        )
        await _send(world, made)
        types = [e["type"] for e in receiver.events if e["data"]["subject_id"] == case["id"]]
        assert types == ["case:register", "case:register", "case:update"]


async def test_what_is_tried_too_often_is_given_up_and_may_be_replayed(world: World) -> None:
    unit = await world.make_organisation("police")
    began = datetime.now(UTC)
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register")
        case = await world.a_case(unit)
        receiver.answers = {case["id"]: "fails"}
        await follow_outbox(world.process.database)
        await world.owner.execute(
            "UPDATE webhook_delivery SET attempts = 9 WHERE subject_id = $1", UUID(case["id"])
        )
        await _send(world, made)
        administrator = unit.agent(Role.ADMINISTRATOR)
        path = f"/v1/webhook-subscriptions/{made['id']}"
        page = await world.done(administrator, "GET", f"{path}/deliveries?state=dead")
        assert [(row["subject_id"], row["attempts"]) for row in page["items"]] == [(case["id"], 10)]
        receiver.answers = {}
        seen = await _read(world, unit, made)
        body = {"since": (began - timedelta(minutes=1)).isoformat()}
        await world.done(administrator, "POST", f"{path}/replay", body, version=seen["version"])
        await _send(world, made)
        assert len(receiver.events) == 2


async def test_an_address_that_is_gone_is_told_nothing_more(world: World) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver)
        case = await world.a_case(unit)
        receiver.answers = {case["id"]: "gone"}
        await _send(world, made)
        seen = await _read(world, unit, made)
        assert (seen["status"], seen["disable_reason"]) == ("disabled", "gone")
        sent = len(receiver.requests)
        await world.a_case(unit)
        await _send(world, made)
        assert len(receiver.requests) == sent
        events = await world.events(subject_id=UUID(made["id"]))
        assert [(e["action"], e["code"]) for e in events][-2:] == [
            ("webhook_subscription:disable", "gone"), ("webhook_subscription:read", None)
        ]  # fmt: skip


async def test_an_address_that_does_not_consent_is_sent_nothing(world: World) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver(consents=False) as receiver:
        made = await _active(world, unit, receiver)
        await world.a_case(unit)
        await _send(world, made)
        assert (await _read(world, unit, made))["status"] == "pending"
        assert receiver.requests == []


async def test_two_workers_send_an_event_once_and_a_dead_ones_lease_ends(world: World) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register")
        cases = [await world.a_case(unit) for _ in range(8)]
        await follow_outbox(world.process.database)
        lanes = [
            lane for lane in await due_lanes(world.process.database)
            if str(lane.subscription_id) == made["id"]
        ]  # fmt: skip
        sender = _sender(world)
        await asyncio.gather(*(sender.send_lane(lane) for lane in lanes for _ in range(4)))
        about = [event["data"]["subject_id"] for event in receiver.events]
        assert sorted(about) == sorted(case["id"] for case in cases)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "::",
        "fd00:ec2::254", "ff02::1",
    ],
)  # fmt: skip
async def test_no_private_address_is_connected_to(address: str) -> None:
    assert not is_allowed(ipaddress.ip_address(address), [])
    host = f"[{address}]" if ":" in address else address
    answer = await Sender([], 1).send("POST", f"http://{host}:9/", {})
    assert answer.failure is Failure.REFUSED


async def test_a_name_that_leads_elsewhere_later_leads_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The name is asked once for each request, and the address that was judged is connected to."""
    loop, asked = asyncio.get_running_loop(), list[str]()

    async def rebinding(host: str, port: int, **_: Any) -> Any:
        asked.append(host)
        return [(2, 1, 6, "", ("93.184.216.34" if not asked[1:] else "127.0.0.1", port))]

    async with a_receiver() as receiver:
        monkeypatch.setattr(loop, "getaddrinfo", rebinding)
        port = urlsplit(receiver.url).port
        answer = await Sender([], 0.2).send("POST", f"https://rebinding.test:{port}", {})
        assert answer.failure in {Failure.TIMED_OUT, Failure.UNREACHABLE}
        answer = await Sender([], 0.2).send("POST", f"https://rebinding.test:{port}", {})
        assert answer.failure is Failure.REFUSED
        assert (asked, receiver.requests) == (["rebinding.test"] * 2, [])


async def test_plain_http_reaches_listed_networks_and_no_public_address() -> None:
    async with a_receiver() as receiver:
        assert (await Sender(_HERE, 2).send("OPTIONS", receiver.url, {})).is_success
        answer = await Sender(_HERE, 0.2).send("POST", "http://93.184.216.34/hook", {})
        assert answer.failure is Failure.REFUSED


async def test_a_system_that_may_not_call_any_more_is_told_nothing_until_it_may(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register")
        client_id, before = UUID(made["client_id"]), await world.a_case(unit)
        await follow_outbox(world.process.database)
        turn = "UPDATE client SET active = $2 WHERE id = $1"
        await world.arrange(client_id, turn, client_id, False)
        after = await world.a_case(unit)
        await _send(world, made)
        assert receiver.events == []
        # What waits for it is in no metric: nobody can send it.
        assert await _waiting(world, made) == (0, 1)
        await world.arrange(client_id, turn, client_id, True)
        assert await _waiting(world, made) == (1, 1)
        await _send(world, made)
        about = [event["data"]["subject_id"] for event in receiver.events]
        assert about == [before["id"], after["id"]]


async def _waiting(world: World, made: dict[str, Any]) -> tuple[int, int]:
    """Count what the metrics count, and the rows that wait, of one subscription alone."""
    await world.owner.execute(
        "DELETE FROM webhook_delivery WHERE subscription_id <> $1", UUID(made["id"])
    )
    lag = await read_lag(world.process.database, world.process.settings)
    rows = await world.owner.fetchval("SELECT count(*) FROM webhook_delivery")
    return lag.waiting["webhooks"], rows


async def test_what_was_sent_is_kept_as_long_as_the_outbox_and_what_waits_for_longer(
    world: World,
) -> None:
    unit = await world.make_organisation("police")
    async with a_receiver() as receiver:
        made = await _active(world, unit, receiver, "case:register")
        old, _ = await world.a_case(unit), await world.a_case(unit)
        await _send(world, made)
        await world.a_case(unit)
        await follow_outbox(world.process.database)
        await world.owner.execute(
            "UPDATE webhook_delivery SET finished_at = now() - interval '91 days'"
            " WHERE subject_id = $1", UUID(old["id"]),
        )  # fmt: skip
    await world.owner.execute(
        "INSERT INTO queue.pgqueuer_log (created, job_id, status, priority, entrypoint)"
        " SELECT now() - n * interval '20 hours', 0, 'successful', 0, 'old' FROM"
        " generate_series(1, 2) AS n"
    )
    await maintain(world.process.database, world.process.settings)
    rows = await world.owner.fetch(
        "SELECT state FROM webhook_delivery WHERE subscription_id = $1 ORDER BY xid",
        UUID(made["id"]),
    )
    assert [row["state"] for row in rows] == ["delivered", "waiting"]
    log = "SELECT count(*) FROM queue.pgqueuer_log WHERE entrypoint = 'old'"
    assert await world.owner.fetchval(log) == 1


async def test_plain_http_needs_the_operators_list(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.process.settings), "plain_webhooks", property(lambda _: False))
    administrator = world.police.agent(Role.ADMINISTRATOR)
    body = {"organisation_id": str(world.police.id), "name": "System", "jwks": KEYS}
    client = await world.done(administrator, "POST", "/v1/clients", body)
    body = {"client_id": client["id"], "url": "http://partner.example/hook"}
    refused = await world.call(administrator, "POST", "/v1/webhook-subscriptions", body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize(
    "url", ["https://[", "https://a[b", "https://[1::2::3]/", "https://a:99999/", "https://a:0"]
)
async def test_an_address_that_leads_nowhere_is_refused_at_its_place(
    world: World, url: str
) -> None:
    administrator = world.police.agent(Role.ADMINISTRATOR)
    path, body = "/v1/webhook-subscriptions", {"url": url}
    refused = await world.call(administrator, "POST", path, body)
    errors = refused.json()["errors"]
    assert {"/url"} == {error["pointer"] for error in errors}, errors
