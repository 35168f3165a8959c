"""The results as a table, as JSON, and as the page of docs/ that keeps the latest run."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from faults.scenario import Result

_HEADINGS = (
    "scenario", "faults", "acked", "lost", "duplicated", "unaudited", "worst answer", "recovery",
    "verdict",
)  # fmt: skip


def _cells(result: Result) -> tuple[str, ...]:
    if result.skipped:
        return (result.scenario, *["–"] * 7, f"skipped: {result.skipped}")
    found = result.findings
    recovery = "–" if result.recovery is None else f"{result.recovery:.2f} s"
    return (
        result.scenario, str(result.injected), str(result.acknowledged), str(found.lost),
        str(found.duplicated), str(found.unaudited), f"{result.worst:.2f} s", recovery,
        verdict(result),
    )  # fmt: skip


def verdict(result: Result) -> str:
    """Say in a few words whether it holds."""
    if result.broken_floors:
        return "BROKEN: " + "; ".join(result.broken_floors)
    return "fails, as it must" if result.control else "holds"


def table(results: Sequence[Result]) -> str:
    """Write a Markdown table."""
    lines = [_HEADINGS, tuple("---" for _ in _HEADINGS), *map(_cells, results)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(_HEADINGS) - 1)]
    return "\n".join(
        "| " + " | ".join(
            [cell.ljust(width) for cell, width in zip(line, widths, strict=False)] + [line[-1]]
        ) + " |"
        for line in lines
    )  # fmt: skip


def remark(results: Sequence[Result]) -> str:
    """Say how much else the machine had to do: seconds measured on a busy one mean little."""
    others = max((result.machine_load for result in results[:1]), default=0.0)
    return f"{os.cpu_count()} processors; the machine's load before the run was {others:.1f}."


def write(results: Sequence[Result], path: Path) -> None:
    """Keep everything that was measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenarios": [
            asdict(result) | {"recovery": result.recovery, "verdict": verdict(result)}
            for result in results
        ],
    }
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
