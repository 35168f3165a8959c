"""Running scenarios one after the other, each in a world of its own seed."""

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from faults.postgres import Postgres
from faults.proxy import Proxy
from faults.scenario import Result, World
from faults.scenarios import SCENARIOS
from faults.stage import make_keys


async def run(
    names: Sequence[str], seed: int, scale: float, tell: Callable[[Result], None]
) -> list[Result]:
    """Run the scenarios on one server; ``tell`` receives each result as it ends."""
    folder = _make_folder()
    keys = folder / "keys"
    make_keys(keys)
    results = []
    keep_folder = False
    try:
        async with Postgres(folder / "data") as postgres:
            for name in names:
                chance = random.Random(f"{seed}/{name}")  # noqa: S311 - replayable, no secret
                async with Proxy(postgres.socket, chance) as proxy:
                    world = World(name, seed, scale, chance, folder, keys, postgres, proxy)
                    result = Result(name, seed, machine_load=os.getloadavg()[0])
                    await SCENARIOS[name](world, result)
                result.judge()
                results.append(result)
                tell(result)
                keep_folder |= bool(result.broken_floors)
    except BaseException:
        keep_folder = True
        raise
    finally:
        shutil.rmtree(folder / "data", ignore_errors=True)
        if not keep_folder:
            shutil.rmtree(folder, ignore_errors=True)
    return results


def _make_folder() -> Path:
    # Not below the home of root: its server runs under another account, which must get there.
    folder = Path(tempfile.mkdtemp(prefix="referral-faults-"))
    folder.chmod(0o711)
    return folder
