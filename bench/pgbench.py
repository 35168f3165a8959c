"""The limit: pgbench sending the service's own statements, prepared, on as many connections."""

import os
import re
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import POOL_SIZE, WORKERS
from bench.dataset import CASE, POLICE, name_prefix
from bench.place import Place
from bench.statements import RoundTrip, Slot
from referral_api.embedded.account import binaries

# As the service's own connections are set; PGOPTIONS reaches pgbench's.
OPTIONS = "-c plan_cache_mode=force_generic_plan -c timezone=UTC"


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case bytes():
            return "\\x" + value.hex()
        case datetime():
            return value.isoformat()
        case list() | tuple() | frozenset():
            return "{" + ",".join(_text(item) for item in value) + "}"
        case _:
            return str(value)


class Script:
    """One operation as a pgbench script with its variables."""

    def __init__(self, round_trips: tuple[RoundTrip, ...], cases: int) -> None:
        self.variables: dict[str, str] = {"n": "0"}
        self._prefix = _fresh_prefix()
        lines = [f"\\set pick random(0, {cases // POLICE - 1}) * {POLICE}", "\\set n :n + 1"]
        body = [line for round_trip in round_trips for line in self._round_trip(round_trip)]
        fresh = sorted(set(re.findall(r":fresh(\d+)\b", " ".join(body))), key=int)
        lines += [f"\\set fresh{k} (:n * 64 + :client_id) * 16 + {k}" for k in fresh]
        self.text = "\n".join([*lines, "\\set unique :n * 64 + :client_id", *body, ""])

    def _round_trip(self, round_trip: RoundTrip) -> Iterator[str]:
        sql = re.sub(
            r"\$(\d+)",
            lambda found: self._expression(round_trip.slots[int(found[1]) - 1]),
            round_trip.sql,
        )
        parts = [part for part in sql.split(";") if part]
        if len(parts) > 1:  # the service sends them together, and so does a pipeline
            yield "\\startpipeline"
            yield from (f"{part};" for part in parts)
            yield "\\endpipeline"
            return
        yield f"{sql};"

    def _expression(self, slot: Slot) -> str:
        if slot.kind == "row":
            return self._name(name_prefix(CASE), ":pick")
        if slot.kind == "fresh":
            return self._name(self._prefix, f":fresh{slot.number}")
        if slot.kind in {"digest", "text"}:
            return f"md5('{self._prefix}' || cast(:unique AS bigint))"
        if slot.value is None:
            return "NULL"
        text = _text(slot.value)
        for name, known in self.variables.items():
            if known == text and name.startswith("p"):
                return f":{name}"
        name = f"p{len(self.variables)}"
        self.variables[name] = text
        return f":{name}"

    @staticmethod
    def _name(prefix: str, number: str) -> str:
        return f"('{prefix}' || lpad(to_hex(cast({number} AS bigint)), 12, '0'))::uuid"


def _fresh_prefix() -> str:
    # UUIDv7 of this moment: they are added at the right end of every index, like the service's.
    digits = f"{time.time_ns() // 1_000_000:012x}"
    return f"{digits[:8]}-{digits[8:]}-7000-8000-"


def run(
    at: Place, round_trips: tuple[RoundTrip, ...], cases: int, seconds: int, folder: Path
) -> float:
    """Run it; return transactions a second."""
    script = Script(round_trips, cases)
    path = folder / "operation.sql"
    path.write_text(script.text)
    clients = WORKERS * POOL_SIZE
    finished = subprocess.run(
        [
            binaries() / "pgbench", "--no-vacuum", "--protocol=prepared", f"--file={path}",
            f"--client={clients}", "--jobs=2", f"--time={seconds}",
            *(f"--define={name}={value}" for name, value in script.variables.items()),
            "--host", str(at.server.socket_folder), "--username=referral_app", "referral",
        ],
        env=os.environ | {"PGOPTIONS": OPTIONS}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"^tps = ([\d.]+)", finished.stdout, re.MULTILINE)
    if finished.returncode or not found:
        raise SystemExit(f"pgbench: {finished.stderr.strip()[-2000:]}")
    return float(found[1])
