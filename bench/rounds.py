"""One interleaved run: every contender in every round, in a random order, after a warm-up."""

import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench import ROOT, wrk
from bench.answer import Answer
from bench.meter import calibrate, used, worker_megabytes

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
    """The services that take part, each known by what it answers about itself."""

    def __init__(self, asked: Mapping[str, Callable[[], Answer]]) -> None:
        self._ask = asked
        self._first = dict.fromkeys(asked, 0)
        self._sent = dict.fromkeys(asked, 0)

    def sent(self, name: str) -> int:
        """How many requests it was sent until now."""
        return self._sent[name]

    def start_at(self, name: str, referral: int) -> None:
        """Leave the referrals before this one alone."""
        self._first[name] = referral

    def load(self, name: str, operation: str, seconds: int) -> Sample:
        """Put a service under load with one operation."""
        answer = self._ask[name]()
        asked = answer.operations[operation]
        service, postgres = psutil.Process(answer.service), psutil.Process(answer.postgres)
        first = self._first[name]
        tokens = tuple(answer.tokens[speaker] for speaker in asked.speakers)
        before = used(service, postgres)
        felt = wrk.run(
            wrk.Load(answer.port, operation, asked, answer.rows[asked.row], tokens, first, seconds),
            answer.folder,
        )
        after = used(service, postgres)
        self._sent[name] += felt.requests
        if asked.row == "referral":
            # Those still on their way when the time was over were accepted too.
            self._first[name] = first + felt.requests + wrk.CONNECTIONS
        return Sample(
            felt.rate, (after.api - before.api) * 1000 / felt.requests,
            (after.postgres - before.postgres) * 1000 / felt.requests, felt.p50_ms, felt.p99_ms,
            felt.client_cpu, worker_megabytes(service),
            felt.refused / felt.requests,
        )  # fmt: skip

    def warm_up(self, name: str, operation: str) -> None:
        """Let plans, caches and connections settle."""
        begun = self.sent(name)
        while self.sent(name) - begun < WARM_UP:
            self.load(name, operation, 2)


def interleave(
    contenders: Mapping[tuple[str, str], Callable[[], Sample]], rounds: int, seed: int
) -> Results:
    """Run every operation with every contender in each round."""
    order = random.Random(seed)  # noqa: S311
    results = Results()
    for number in range(1, rounds + 1):
        turns = list(contenders)
        order.shuffle(turns)
        for operation, name in turns:
            results.calibrations.append(calibrate())
            sample = contenders[operation, name]()
            results.add(operation, name, sample)
            sys.stderr.write(
                f"round {number}  {operation:9}{name:9}{sample.rate:9,.0f}/s"
                f"  p99 {sample.p99_ms:6.1f} ms  load {psutil.getloadavg()[0]:.1f}\n"
            )
    return results


def folder(of: str) -> Path:
    """Make a folder for what the bench leaves behind."""
    made = ROOT / of
    made.mkdir(parents=True, exist_ok=True)
    return made
