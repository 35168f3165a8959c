"""The identity of a person, her statements and the secrets of her file are stored sealed only."""

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from referral_api.permissions import Role
from tests.conftest import Logs
from tests.support.directory import NEED, a_location, a_service
from tests.support.world import World

MARKERS = {
    "family_name": "Zqnomdefamille", "given_names": "Zqprenom", "birth_place": "Zqlieu",
    "address": "Zqadresse", "contact_instructions": "Zqconsigne",
}  # fmt: skip
BIRTH_DATE = "1987-06-05"
PHONE, OTHER_NAME, DOCUMENT, REASONS = "+22399887766", "Zqsurnom", "Zqpiece", "Zqmotif"
# The true address of the shelter, which police opens on the way.
SHELTER = "Zqportedufoyer"
PLANTED = [*MARKERS.values(), BIRTH_DATE, PHONE, OTHER_NAME, DOCUMENT, REASONS, SHELTER]
# Whose answers may hold what was planted: to those who may open it.
_OPENED = ("/identity", "/address")


class _Listener:
    """Collects every response of the story, and the addresses of the requests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: list[httpx.Response] = []

    async def call(self, *args: Any, **kwargs: Any) -> httpx.Response:
        answer = await self.world.call(*args, **kwargs)
        self.answers.append(answer)
        return answer


async def _play_the_story(world: World, listener: _Listener) -> str:
    police, shelter = world.police, world.shelter
    officer, intake = police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    case_id = (await world.a_case())["id"]
    path = f"/v1/cases/{case_id}"
    identity: dict[str, Any] = MARKERS | {
        "birth_date": BIRTH_DATE, "phones": [PHONE], "other_names": [OTHER_NAME],
        "documents": [{"kind": "passport", "number": DOCUMENT}],
    }  # fmt: skip
    for version in (0, 0, 1):  # recorded, refused as stale, recorded again under a key
        await listener.call(
            officer, "PUT", f"{path}/identity", identity, version=version,
            headers={"Idempotency-Key": f"put-{case_id}"},
        )  # fmt: skip
    for body in (
        identity | {"birth_date": REASONS}, identity | {REASONS: PHONE}, [identity],
        identity | {"family_name": REASONS * 50}, identity | {"documents": [{"kind": PHONE}]},
    ):  # fmt: skip
        refused = await listener.call(officer, "PUT", f"{path}/identity", body, version=2)
        assert refused.status_code == 422
    decision = {"event": "begin_screening", "reasons": REASONS}
    for key in ("once-" + case_id, "once-" + case_id, "twice-" + case_id):
        await listener.call(officer, "POST", f"{path}/decisions", decision, key=key)
    decisions = await world.done(officer, "GET", f"{path}/decisions")
    assert decisions["items"][0]["reasons"] == REASONS
    referral = await world.a_referral(case_id)
    referral = await world.move(officer, "referrals", referral, "send")
    await world.move(intake, "referrals", referral, "accept", {})
    await _open_the_shelter(world, listener, officer, intake)
    opened = await world.done(intake, "GET", f"{path}/identity")
    assert opened["identity"]["phones"] == [PHONE]
    for query in (f"/v1/cases?q={PHONE}", f"/v1/cases/{PHONE}", f"/v1/{REASONS}"):
        await listener.call(officer, "GET", query)
    await listener.call(None, "GET", path, headers={"Authorization": f"Bearer {REASONS}"})
    await listener.call(world.stranger.agent(Role.SUPERVISOR), "GET", f"{path}/identity")
    return str(case_id)


async def _open_the_shelter(world: World, listener: _Listener, officer: UUID, intake: UUID) -> None:
    """Seal where the shelter is, look for it everywhere that the network reads, and open it."""
    location = await a_location(world, world.shelter)
    await listener.call(intake, "PUT", f"{location}/address", {"address": SHELTER}, version=1)
    stranger = world.stranger.agent(Role.SUPERVISOR)
    await a_service(world, world.shelter, {"bed_girls": 1})
    lists = ("locations", "services", "notices", "outgoing-events", "referrals", "unmet-needs")
    for reader in (officer, intake, stranger, world.coordination.agent(Role.COORDINATOR)):
        for name in lists:
            await listener.call(reader, "GET", f"/v1/{name}")
        await listener.call(reader, "GET", location)
        await listener.call(reader, "POST", "/v1/placements/search", NEED)
    auditor = world.oversight.agent(Role.AUDITOR)
    await listener.call(auditor, "GET", "/v1/audit/events?subject=location")
    refused = await listener.call(stranger, "GET", f"{location}/address")
    assert refused.status_code == 403
    assert SHELTER not in refused.text
    opened = await listener.call(officer, "GET", f"{location}/address")
    assert opened.json()["address"]["address"] == SHELTER


async def test_nothing_planted_in_the_story_stands_in_logs_errors_addresses_or_tables(
    world: World, data_dir: Path, logs: Logs
) -> None:
    listener = _Listener(world)
    case_id = await _play_the_story(world, listener)
    planted = [*PLANTED, world.token(world.police.agent(Role.FIRST_RESPONDER))]
    _search("a log", logs(), planted)
    statuses = {answer.status_code for answer in listener.answers}
    assert {200, 201, 401, 404, 409, 412, 422} <= statuses
    for answer in listener.answers:
        _search("a header", str(answer.headers), planted)
        if not (answer.is_success and answer.request.url.path.endswith(_OPENED)):
            _search(str(answer.request.url.path), answer.text, planted)
    rows = 0
    for table in await world.owner.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname='public'"
    ):
        name = table["tablename"]
        for row in await world.owner.fetch(
            f'SELECT t::text AS content, to_json(t) AS j FROM "{name}" t'
        ):
            rows += 1
            _search(name, row["content"], planted)
            _search_bytes(name, json.loads(row["j"]), planted)
    assert rows > 20
    assert await world.owner.fetchval("SELECT count(*) FROM person WHERE case_id = $1", case_id)
    _search_files(data_dir, planted)


def _search(where: str, text: str, planted: list[str]) -> None:
    for marker in planted:
        assert marker.lower() not in text.lower(), (where, marker)


def _search_bytes(where: str, row: dict[str, Any], planted: list[str]) -> None:
    """Search the bytes themselves: a log would show a column of bytes as hexadecimal."""
    for name, value in row.items():
        if isinstance(value, str) and value.startswith("\\x"):
            decoded = bytes.fromhex(value[2:])
            for marker in planted:
                assert marker.encode() not in decoded, (where, name, marker)


def _search_files(data_dir: Path, planted: list[str]) -> None:
    """The server's own logs quote statements that fail; none may carry a value."""
    logs = [path for path in data_dir.rglob("*") if path.is_file() and "log" in path.name]
    for path in logs:
        if "wal" not in str(path):
            _search(path.name, path.read_bytes().decode("latin-1"), planted)


async def test_the_write_ahead_log_and_the_tables_on_disk_hold_no_planted_word(
    world: World, data_dir: Path
) -> None:
    await _play_the_story(world, _Listener(world))
    files = [path for path in (data_dir / "postgres").rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        for marker in PLANTED:
            assert marker.encode() not in content, (path.name, marker)
