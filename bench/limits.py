"""The limits that a service is held against: its own statements, from pgbench and bare asyncpg."""

import pickle
import subprocess
import sys

from bench import POOL_SIZE, ROOT, WORKERS, pgbench
from bench.dataset import POLICE
from bench.meter import used
from bench.place import Place
from bench.rounds import Sample
from bench.statements import RoundTrip


def limit(at: Place, round_trips: tuple[RoundTrip, ...], size: int, seconds: int) -> Sample:
    """Send the statements with pgbench."""
    before = used(None, at.postgres)
    rate = pgbench.run(at, round_trips, size, seconds, at.folder)
    after = used(None, at.postgres)
    return Sample(rate, 0.0, (after.postgres - before.postgres) * 1000 / (rate * seconds))


def bare(at: Place, round_trips: tuple[RoundTrip, ...], size: int, seconds: int) -> Sample:
    """Send the statements from Python processes with nothing around them."""
    task = pickle.dumps(
        (at.server.url("referral_app"), round_trips, size // POLICE, seconds, POOL_SIZE)
    )
    before = used(None, at.postgres)
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.bare"], stdin=subprocess.PIPE, cwd=ROOT,
            stdout=subprocess.PIPE, env=at.environment,
        )
        for _ in range(WORKERS)
    ]  # fmt: skip
    for process in started:
        if process.stdin is not None:
            process.stdin.write(task)
            process.stdin.close()
    rate = sum(float((process.stdout or sys.stdin.buffer).read()) for process in started)
    for process in started:
        process.wait()
    after = used(None, at.postgres)
    return Sample(rate, 0.0, (after.postgres - before.postgres) * 1000 / (rate * seconds))
