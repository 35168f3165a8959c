"""A table of people and a short message: no word of either stands anywhere but sealed."""

import csv
import hashlib
import hmac
import io
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from pydantic import SecretStr

from referral_api.domain.casework.imports import loading
from referral_api.permissions import ROLE_HOMES, Role
from referral_api.reports.case_sheet.columns import COLUMNS
from tests.conftest import Logs
from tests.support.leak_search import stored
from tests.support.planting import marker_of, markers_in
from tests.support.world import TestOrganisation, World

_SECRET = "a-secret-of-the-gateway-0123456789"
_GOOD = {"sex": "female", "age_band": "18_24", "region": "GAO", "languages": "bam"}


def _a_table() -> bytes:
    """Write a good row with a name in every column of the identity, and rows that are bad by one
    column each, where a name stands instead.
    """
    words = {
        column.name: marker_of("import", f"/good/{column.name}")
        for column in COLUMNS if column.of_identity
        and column.name in {"family_name", "given_names", "phone", "phones", "address"}
    }  # fmt: skip
    assert len(words) >= 2
    rows = [_GOOD | words]
    rows += [_GOOD | {one.name: marker_of("import", f"/bad/{one.name}")} for one in COLUMNS
             if not one.of_identity]  # fmt: skip
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, [column.name for column in COLUMNS])
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


_MEMBERS = [
    "/text", "/phone",
    *(f"/{row}/{column.name}" for row in ("good", "bad") for column in COLUMNS),
]  # fmt: skip


async def _search(world: World, logs: Logs, answers: list[httpx.Response]) -> None:
    """Look for what was planted here: a list tells of what other tests wrote too."""
    mine = {
        marker for route in ("import", "message") for member in _MEMBERS
        for marker in markers_in(marker_of(route, member))
    }  # fmt: skip
    assert len(mine) > len(_MEMBERS)
    for answer in answers:
        told = f"{answer.text}{answer.headers}{answer.request.url}"
        assert mine.isdisjoint(markers_in(told)), answer.request.url
    assert mine.isdisjoint(markers_in(logs()))
    found, _ = await stored(world.owner)
    assert mine.isdisjoint(found)


async def test_no_name_of_a_table_stands_in_a_problem_a_log_a_row_or_a_stored_answer(
    world: World, logs: Logs
) -> None:
    officer, headers = world.police.agent(Role.FIRST_RESPONDER), {"Content-Type": "text/csv"}
    table = _a_table()

    async def send(path: str, **call: Any) -> httpx.Response:
        return await world.call(officer, "POST", path, content=table, headers=headers, **call)

    checked = await send("/v1/imports/dry-run")
    assert checked.status_code == 200, checked.text
    assert checked.json()["problems"]
    key = secrets.token_hex(8)
    answers = [checked, *[await send("/v1/imports", key=key) for _ in range(2)]]
    made = answers[1].json()
    process = world.process
    while await loading.load_piece(
        process.database, process.vault, ROLE_HOMES, UUID(made["id"]), 100
    ):
        pass
    path = f"/v1/imports/{made['id']}"
    for agent in (officer, world.stranger.agent(Role.SUPERVISOR)):
        answers += [
            await world.call(agent, "GET", each)
            for each in (path, f"{path}/rows", "/v1/imports", "/v1/cases")
        ]
    assert answers[3].json()["loaded"] == 1, answers[3].text
    wrong = table.replace(b"sex,", marker_of("import", "/bad/sex").encode() + b",", 1)
    odd = await world.call(officer, "POST", "/v1/imports", content=wrong, headers=headers)
    assert odd.status_code == 422
    await _search(world, logs, [*answers, odd])


@pytest.fixture
async def desk(world: World) -> TestOrganisation:
    return await world.make_organisation("hotline")


@pytest.fixture
def _hook(world: World, desk: TestOrganisation) -> Iterator[None]:
    before = world.app.state.process
    settings = before.settings.model_copy(
        update={
            "incoming_message_organisation": desk.id,
            "incoming_message_secret": SecretStr(_SECRET),
        }
    )
    world.app.state.process = replace(before, settings=settings)
    yield
    world.app.state.process = before


@pytest.mark.usefixtures("_hook")
async def test_no_word_of_a_short_message_and_no_number_of_who_sent_it_stands_in_the_clear(
    world: World, desk: TestOrganisation, logs: Logs
) -> None:
    message = {
        "message_id": secrets.token_hex(8), "text": marker_of("message", "/text"),
        "sender": marker_of("message", "/phone"),
    }  # fmt: skip
    answers = []
    for spoil in ("", "x"):
        body, stamp = json.dumps(message).encode(), str(int(time.time()))
        signed = hmac.new(_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256)
        headers = {
            "X-Timestamp": stamp, "X-Signature": f"sha256={signed.hexdigest()}{spoil}",
            "Content-Type": "application/json",
        }  # fmt: skip
        transport = httpx.ASGITransport(world.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as gateway:
            answers.append(
                await gateway.post("/v1/incoming-messages", content=body, headers=headers)
            )
    assert [answer.status_code < 300 for answer in answers] == [True, False]
    coordinator = world.coordination.agent(Role.COORDINATOR)
    readers = (coordinator, desk.agent(Role.SUPERVISOR))
    answers += [await world.call(agent, "GET", "/v1/tips") for agent in readers]
    (tip,) = answers[-1].json()["items"]
    assert tip["recorded_by_organisation_id"] == str(desk.id)
    await _search(world, logs, answers)
