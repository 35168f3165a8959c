"""The receiver that docs/integrators.md offers to copy: it runs, and takes what is signed alone."""

import asyncio
import ipaddress
import json
import os
import re
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

from referral_api.delivery.sending import Failure, Sender
from referral_api.delivery.verification import verify_pending
from referral_api.delivery.webhooks import WebhookSender, sign
from referral_api.domain.events.webhooks.following import follow_outbox
from referral_api.domain.events.webhooks.sending import due_lanes
from tests.support.receivers import subscribe
from tests.support.world import World

_DOCS = Path(__file__).parents[2] / "docs"
_HERE = [ipaddress.ip_network("127.0.0.0/8")]
_SOURCE = "https://mrn.test"


def _receiver(page: Path) -> str:
    (found,) = re.findall(
        r"```python\n(\"\"\"Receives webhooks.*?)```", page.read_text(), re.DOTALL
    )
    return str(found)


def test_both_languages_offer_the_same_receiver() -> None:
    assert _receiver(_DOCS / "integrators.md") == _receiver(_DOCS / "webhooks.fr.md")


async def _listens(sender: Sender, url: str) -> None:
    for _ in range(1200):
        if (await sender.send("OPTIONS", url, {})).failure is not Failure.UNREACHABLE:
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("the receiver does not listen")


async def test_it_consents_takes_what_is_signed_and_prints_each_event_once(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.process.settings), "plain_webhooks", property(lambda _: True))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url, unit = f"http://127.0.0.1:{port}/hook", await world.make_organisation("police")
    made = await subscribe(world, unit, url, "case:register")
    program = tmp_path / "receiver.py"
    program.write_text(_receiver(_DOCS / "integrators.md"))
    environment = {**os.environ, "WEBHOOK_SECRET": made["secret"], "PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(program), env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        database, sender = world.process.database, Sender(_HERE, 30)
        await _listens(sender, url)
        await verify_pending(database, sender, _SOURCE)
        case = await world.a_case(unit)
        await follow_outbox(database)
        webhooks = WebhookSender(database, world.process.vault, sender, _SOURCE)
        for again in (False, True):
            if again:  # it knows the event, and takes it
                await world.owner.execute("UPDATE webhook_delivery SET state = 'waiting'")
            for lane in await due_lanes(database):
                if str(lane.subscription_id) == made["id"]:
                    assert await webhooks.send_lane(lane) == 1
        forged: Any = sign(["whsec_" + "A" * 32], "1", b"{}")
        assert (await sender.send("POST", url, forged, b"{}")).status == 401
    finally:
        process.terminate()
        printed, _ = await process.communicate()
    (line,) = printed.decode().splitlines()
    kind, _, data = line.partition(" ")
    assert kind == "case:register"
    assert json.loads(data) == {"subject": "case", "subject_id": case["id"]}
