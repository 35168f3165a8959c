"""The clock of the API's machine moved: ahead and behind, within what tokens forgive."""

import asyncio
import sys
import time
from pathlib import Path

from faults.scenario import SERVICE_BACK, Result, World, under_load
from referral_api.security.claims import CLOCK_TOLERANCE

# Tokens forgive an issuer that is a little ahead, and live long enough for a clock ahead of it.
MOVES = (300, 5 - CLOCK_TOLERANCE.total_seconds())
_MOVED_UVICORN = "import faults.moved_clock, uvicorn; uvicorn.main()"
_STRAYED = """
SELECT count(*) FROM (
    SELECT organisation_id, recorded_at AS moment FROM audit_event
    UNION ALL SELECT organisation_id, recorded_at FROM consent
    UNION ALL SELECT organisation_id, since FROM custody
    UNION ALL SELECT registered_by_organisation_id, registered_at FROM "case"
    UNION ALL SELECT sender_id, sent_at FROM referral
    UNION ALL SELECT receiver_id, accepted_at FROM referral
    UNION ALL SELECT to_id, accepted_at FROM handoff
) AS told JOIN organisation o ON o.id = organisation_id
WHERE moment > clock_timestamp() OR moment < o.created_at
"""
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
                service.extra_environment = preload | {"FAKETIME": f"{seconds:+.0f}"}
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
    """Find rows that bear the API's time: after now, or before their organisation was there."""
    strayed = await world.postgres.superuser.fetchval(_STRAYED)
    if strayed:
        result.broken_floors.append(f"{strayed} rows bear the moved clock's time")


def _find_faketime() -> Path | None:
    return next(Path("/usr/lib").glob(f"*/faketime/{_FAKETIME}"), None)
