"""The clock of the API's machine moved: ahead and behind, within what tokens forgive."""

import asyncio
import sys
import time
from pathlib import Path

from faults.scenario import SERVICE_BACK, Result, World, under_load

MOVES = (45, -45)  # seconds; tokens forgive 60
_MOVED_UVICORN = "import faults.moved_clock, uvicorn; uvicorn.main()"
_FAKETIME = "libfaketime.so.1"


async def move_clock(world: World, result: Result) -> None:
    """Start the API with its clock ahead, then behind: deadlines and rights are PostgreSQL's."""
    result.recovery_limit = SERVICE_BACK
    library = _find_faketime()
    result.figures["by"] = "libfaketime" if library else "a clock inside the API process"
    async with under_load(world, result) as (service, load):
        for seconds in MOVES:
            await asyncio.sleep(2)
            if library:
                preload = {"LD_PRELOAD": str(library), "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
                service.extra_environment = preload | {"FAKETIME": f"{seconds:+d}"}
            else:
                service.wrapper = [sys.executable, "-c", _MOVED_UVICORN]
                service.extra_environment = {"MOVED_CLOCK": str(seconds)}
            await service.kill()
            started = time.monotonic()
            await service.start()
            result.recoveries.append(await load.next_success(started))
            result.injected += 1
            await asyncio.sleep(max(2.0, 4 * world.scale))
    await _check_moments(world, result)


async def _check_moments(world: World, result: Result) -> None:
    """No row may bear a time of the API's clock: it would lie before now or after the start."""
    strayed = await world.postgres.superuser.fetchval(
        "SELECT count(*) FROM audit_event WHERE at > clock_timestamp()"
        " OR at < pg_postmaster_start_time()"
    )
    if strayed:
        result.broken_floors.append(f"{strayed} events bear the moved clock's time")


def _find_faketime() -> Path | None:
    return next(Path("/usr/lib").glob(f"*/faketime/{_FAKETIME}"), None)
