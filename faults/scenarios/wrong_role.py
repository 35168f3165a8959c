"""The application's role is given power over row security while the service runs, and loses it."""

import asyncio
import time
from contextlib import suppress

from faults.http import Broken, Wire
from faults.scenario import SERVICE_BACK, Result, World, under_load
from faults.stage import Stage
from faults.watch import watch

# What gives it power, and what takes it back.
_POWERS = (
    ("ALTER ROLE referral_app BYPASSRLS", "ALTER ROLE referral_app NOBYPASSRLS"),
    ("GRANT referral_owner TO referral_app", "REVOKE referral_owner FROM referral_app"),
    ("ALTER ROLE referral_app SUPERUSER", "ALTER ROLE referral_app NOSUPERUSER"),
)
# Whoever changes a role ends its connections: what was planned for it stays so until then.
_END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'referral_app'"
_CASE = {"sex": "female", "age_band": "25_59", "region": "BAMAKO", "languages": ["bam"]}
_LASTS, _EVERY, _LONGEST = 2.0, 0.02, 30.0  # seconds


async def change_role(world: World, result: Result) -> None:
    """Give the role each power in turn; a shelter without a grant goes on asking for a case."""
    result.recovery_limit = SERVICE_BACK
    told: set[int] = set()
    apart = await world.stage()  # whose rows are not among those that the load answers for
    async with under_load(world, result) as (service, load):
        case = await _register(service.port, apart)
        for _ in range(world.times(2)):
            for give, take in _POWERS:
                await asyncio.sleep(world.chance.uniform(0.5, 1.5))
                await world.postgres.superuser.execute(give)
                await world.postgres.superuser.execute(_END)
                async with watch(service.port, "/health/ready", every=0.1) as ready:
                    told |= await _ask(service.port, apart, case)
                    said = ready.said_since(time.monotonic() - 0.5)
                if said != {503}:
                    result.broken_floors.append(f"/health/ready said {sorted(said)}, not 503")
                await world.postgres.superuser.execute(take)
                result.recoveries.append(await load.next_success(time.monotonic()))
                result.injected += 1
    result.figures["statuses_for_a_stranger"] = sorted(told)
    if told != {503}:
        result.broken_floors.append(f"a stranger was told {sorted(told)}, not 503")


async def _register(port: int, stage: Stage) -> str:
    wire = Wire(port)
    try:
        async with asyncio.timeout(_LONGEST):
            while True:  # the same key, until it is acknowledged
                reply = await wire.ask("POST", "/v1/cases", _headers(stage, "officer"), _CASE)
                if reply.status == 201:
                    return str(reply.json()["id"])
                await asyncio.sleep(_EVERY)
    finally:
        wire.close()


async def _ask(port: int, stage: Stage, case: str) -> set[int]:
    """Ask for the case as the shelter for a while; return the statuses."""
    told, wire, until = set(), Wire(port), time.monotonic() + _LASTS
    while time.monotonic() < until:
        with suppress(Broken, TimeoutError):
            reply = await wire.ask("GET", f"/v1/cases/{case}", _headers(stage, "intake"))
            told.add(reply.status)
        await asyncio.sleep(_EVERY)
    wire.close()
    return told


def _headers(stage: Stage, who: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {stage.tokens[who]}", "Idempotency-Key": "the-case-asked-for"}
