"""200 clients accept into 20 beds while a worker is killed: 20 are accepted, nobody twice."""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg

from faults.checks import Findings
from faults.http import Broken, Reply, Wire
from faults.memory import says_again
from faults.scenario import Result, World
from faults.service import Service
from faults.stage import Stage, fill_up

CLIENTS, BEDS = 200, 20
# The unit that stays free: beds of the same house, for others than those who are referred.
OTHERS, OTHER_BEDS = "bed_men", 3
_WRITERS = 16  # who prepare the referrals
_SERVICE = {
    "name": "Maison fictive", "service_type": "shelter", "state": "active", "region": "KITA",
    "served_regions": ["KITA"], "sexes": ["female", "male"], "age_bands": ["25_59"],
    "languages": ["bam"], "security_level": "protected", "receives_at_all_hours": True,
}  # fmt: skip
_BEDS = """
SELECT p.places, p.held, p.occupied, p.overflow,
    (SELECT count(*) FROM referral r WHERE r.place_id = p.id AND r.bed = 'held') AS kept
FROM place p WHERE p.service_id = $1 AND p.unit = 'bed_women'
"""
_ACCEPTED = "SELECT id FROM referral WHERE receiver_id = $1 AND status = 'accepted'"
_EVENTS = (
    "SELECT subject_id AS id, count(*) AS times FROM audit_event WHERE action = 'referral:accept'"
    " AND outcome = 'allowed' AND code IS DISTINCT FROM 'replayed' AND organisation_id = $1"
    " GROUP BY subject_id"
)


@dataclass
class _Told:
    """What the clients were told in the end: by status, and by referral."""

    answers: Counter[int] = field(default_factory=Counter)
    accepted: set[UUID] = field(default_factory=set)
    unclear: Counter[str] = field(default_factory=Counter)
    worst: float = 0.0
    waiting: int = 0
    broken: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)


async def take_last_beds(world: World, result: Result) -> None:
    """Let many accept at once into few beds, and kill a worker of the server meanwhile."""
    clients, beds = world.times(CLIENTS), world.times(BEDS)
    stage = await world.stage()
    await fill_up(world.postgres.superuser, stage.organisations["shelter"])
    async with world.service(serve=True, WORKERS="2", POOL_SIZE="4") as service:
        house = await _open_house(service, stage, beds)
        rows = await _send(service, stage, clients)
        told = _Told(waiting=clients)
        accepting = [
            asyncio.create_task(_accept(service, stage, row, told, f"bed-{number}"))
            for number, row in enumerate(rows)
        ]
        result.injected = await _kill_worker(service, told)
        await asyncio.gather(*accepting)
    result.acknowledged, result.worst = len(told.accepted), told.worst
    result.answers, result.strange = dict(sorted(told.answers.items())), dict(told.unclear)
    result.findings = await _inspect(world.postgres.superuser, stage, house, told, beds)
    refused = clients - len(told.accepted)
    if (len(told.accepted), refused) != (beds, clients - beds):
        result.broken_floors.append(f"{len(told.accepted)} accepted into {beds} beds")
    result.figures |= {
        "clients": clients, "beds": beds, "refused_clearly": refused,
        "requests_cut": told.broken,
    }  # fmt: skip


async def _ask(
    wire: Wire, stage: Stage, agent: str, path: str, content: object, key: str,
    *, method: str = "POST", version: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    headers = {"Authorization": f"Bearer {stage.tokens[agent]}", "Idempotency-Key": key}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    reply = await wire.ask(method, path, headers, content)
    if reply.status >= 300:
        raise RuntimeError(f"{method} {path}: {reply.status} {reply.body.decode()}")
    return dict(reply.json())


async def _open_house(service: Service, stage: Stage, beds: int) -> UUID:
    wire = Wire(service.port)
    house = await _ask(wire, stage, "intake", "/v1/services", _SERVICE, "house")
    for unit, places in (("bed_women", beds), (OTHERS, OTHER_BEDS)):
        path = f"/v1/services/{house['id']}/places/{unit}"
        body = {"places": places}
        await _ask(wire, stage, "intake", path, body, unit, method="PUT", version=0)
    wire.close()
    return UUID(house["id"])


async def _send(service: Service, stage: Stage, number: int) -> list[dict[str, Any]]:
    """Send so many referrals to the shelter, each of a woman and with a bed."""
    shelter = str(stage.organisations["shelter"])
    rows: list[dict[str, Any]] = [{}] * number

    async def send(first: int) -> None:
        wire = Wire(service.port)
        for place in range(first, number, _WRITERS):
            case = await _ask(wire, stage, "officer", "/v1/cases", {
                "sex": "female", "age_band": "25_59", "region": "KITA", "languages": ["bam"],
            }, f"case-{place}")  # fmt: skip
            consent = await _ask(wire, stage, "officer", "/v1/consents", {
                "case_id": case["id"], "given_by": "self", "method": "written", "language": "bam",
                "purposes": ["care"], "recipients": [shelter], "sections": ["protection"],
            }, f"consent-{place}")  # fmt: skip
            row = await _ask(wire, stage, "officer", "/v1/referrals", {
                "case_id": case["id"], "receiver_id": shelter, "service_type": "shelter",
                "priority": "emergency", "shared_sections": ["protection"], "bed_asked": True,
                "consent_id": consent["id"],
            }, f"referral-{place}")  # fmt: skip
            path = f"/v1/referrals/{row['id']}/send"
            rows[place] = await _ask(
                wire, stage, "officer", path, None, f"send-{place}", version=row["version"]
            )
        wire.close()

    await asyncio.gather(*(send(first) for first in range(_WRITERS)))
    return rows


async def _accept(
    service: Service, stage: Stage, row: dict[str, Any], told: _Told, key: str
) -> None:
    """Accept, again and again under one key, until the answer is yes or no."""
    wire = Wire(service.port)
    headers = {
        "Authorization": f"Bearer {stage.tokens['intake']}", "Idempotency-Key": key,
        "If-Match": f'"{row["version"]}"',
    }  # fmt: skip
    while True:
        began = time.monotonic()
        try:
            reply = await wire.ask("POST", f"/v1/referrals/{row['id']}/accept", headers, {})
        except (Broken, TimeoutError):
            told.broken += 1
            await asyncio.sleep(0.1)
            continue
        told.worst = max(told.worst, time.monotonic() - began)
        told.answers[reply.status] += 1
        if not says_again(reply):
            break
        await asyncio.sleep(float(reply.headers["retry-after"]) / 4)
    wire.close()
    told.waiting -= 1
    told.begun.set()
    if reply.status == 200:
        told.accepted.add(UUID(row["id"]))
    elif not _is_clear(reply):
        told.unclear[f"{reply.status} {reply.body.decode()[:200]}"] += 1


def _is_clear(reply: Reply) -> bool:
    """Say whether a refusal names what else is near: the free unit, and how many it has."""
    body = reply.json()
    near = [(one["unit"], one["free"]) for one in body.get("free_units", [])]
    return (reply.status, body["code"], near) == (409, "no-capacity", [(OTHERS, OTHER_BEDS)])


async def _kill_worker(service: Service, told: _Told) -> int:
    """Kill a worker while clients still wait; return how many were killed."""
    await told.begun.wait()
    return int(told.waiting > 0 and service.kill_worker())


async def _inspect(
    superuser: asyncpg.Pool, stage: Stage, house: UUID, told: _Told, beds: int
) -> Findings:
    shelter = stage.organisations["shelter"]
    row = await superuser.fetchrow(_BEDS, house)
    if row is None:
        raise LookupError("the beds are gone")
    stored = {one["id"] for one in await superuser.fetch(_ACCEPTED, shelter)}
    events = {one["id"]: one["times"] for one in await superuser.fetch(_EVENTS, shelter)}
    wrong = abs(row["held"] - len(stored)) + abs(row["held"] - row["kept"]) + row["overflow"]
    wrong += abs(row["places"] - beds) + row["occupied"] + max(0, row["held"] - beds)
    return Findings(
        lost=len(told.accepted - stored), duplicated=sum(n - 1 for n in events.values()),
        unaudited=len(stored ^ events.keys()), custody_gaps=0, wrong_beds=wrong,
        examples=tuple(f"{one} was never told" for one in (stored - told.accepted))[:5],
    )  # fmt: skip
