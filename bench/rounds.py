"""One interleaved run: every contender in every round, in a random order, after a warm-up."""

import pickle
import random
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psutil

from bench import pgbench, wrk
from bench.dataset import POLICE
from bench.meter import calibrate, used, worker_megabytes
from bench.operations import OPERATIONS, Operation
from bench.place import POOL_SIZE, ROOT, WORKERS, Place, Service
from bench.statements import Flight

WARM_UP = 1_500  # requests of each operation, before anything is measured


@dataclass(frozen=True, slots=True)
class Sample:
    """One contender, one operation, one round."""

    rate: float
    api_ms: float
    postgres_ms: float
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    client_cpu: float = 0.0
    worker_mb: float = 0.0
    refused: float = 0.0  # of all


@dataclass
class Results:
    """Samples by operation and contender, in the order of the rounds."""

    samples: dict[tuple[str, str], list[Sample]] = field(default_factory=dict)
    calibrations: list[float] = field(default_factory=list)

    def add(self, operation: str, contender: str, sample: Sample) -> None:
        """Keep a sample."""
        self.samples.setdefault((operation, contender), []).append(sample)


class Contest:
    """What takes part: services under load, and the limits of the database."""

    def __init__(self, at: Mapping[str, Place], services: Mapping[str, Service], size: int) -> None:
        self._at = at
        self._services = services
        self._cases = size // POLICE
        self._size = size
        self._next = {name: count() for name in services}
        self._first = dict.fromkeys(services, 0)
        self._sent = dict.fromkeys(services, 0)

    def sent(self, name: str) -> int:
        """How many requests it was sent until now."""
        return self._sent[name]

    def start_at(self, name: str, referral: int) -> None:
        """Leave the referrals before this one alone."""
        self._first[name] = referral

    def load(self, name: str, operation: Operation, seconds: int, most: int = 2**31) -> Sample:
        """Put a service under load with one operation."""
        at, service = self._at[name], self._services[name]
        first = self._first[name]
        tokens = tuple(at.token(who) for who in operation.speakers)
        before = used(service.process, at.postgres)
        felt = wrk.run(
            wrk.Load(service.port, operation, tokens, self._cases, first, first + most, seconds),
            at.folder,
        )
        after = used(service.process, at.postgres)
        self._sent[name] += felt.requests
        if operation.row == "referral":
            # Those still on their way when the time was over were accepted too.
            self._first[name] = first + felt.requests + wrk.CONNECTIONS
        return Sample(
            felt.rate, (after.api - before.api) * 1000 / felt.requests,
            (after.postgres - before.postgres) * 1000 / felt.requests, felt.p50_ms, felt.p99_ms,
            felt.client_cpu, worker_megabytes(service.process),
            felt.refused / felt.requests,
        )  # fmt: skip

    def warm_up(self, name: str, operation: Operation) -> None:
        """Let plans, caches and connections settle."""
        begun = self.sent(name)
        while self.sent(name) - begun < WARM_UP:
            self.load(name, operation, 2)

    def limit(self, at: Place, flights: tuple[Flight, ...], seconds: int) -> Sample:
        """Send the statements with pgbench."""
        before = used(None, at.postgres)
        rate = pgbench.run(at, flights, self._size, seconds, at.folder)
        after = used(None, at.postgres)
        return Sample(rate, 0.0, (after.postgres - before.postgres) * 1000 / (rate * seconds))

    def bare(self, at: Place, flights: tuple[Flight, ...], seconds: int) -> Sample:
        """Send the statements from Python processes with nothing around them."""
        task = pickle.dumps(
            (at.server.url("referral_app"), flights, self._cases, seconds, POOL_SIZE)
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


def interleave(
    contenders: Mapping[str, Callable[[Operation], Sample]], rounds: int, seed: int
) -> Results:
    """Run them all against each other; a contender without an operation returns its absence."""
    order = random.Random(seed)  # noqa: S311
    results = Results()
    for number in range(1, rounds + 1):
        turns = [(operation, name) for operation in OPERATIONS for name in contenders]
        order.shuffle(turns)
        for operation, name in turns:
            if name in ("pgbench", "bare") and not operation.limit:
                continue
            if name == "orm" and not operation.reference:
                continue
            results.calibrations.append(calibrate())
            sample = contenders[name](operation)
            results.add(operation.name, name, sample)
            sys.stderr.write(
                f"round {number}  {operation.name:9}{name:9}{sample.rate:9,.0f}/s"
                f"  p99 {sample.p99_ms:6.1f} ms  load {psutil.getloadavg()[0]:.1f}\n"
            )
    return results


def folder(of: str) -> Path:
    """Make a folder for what the bench leaves behind."""
    made = ROOT / of
    made.mkdir(parents=True, exist_ok=True)
    return made
