"""Sums the samples up: medians with their range, the ratio to the limit round by round."""

import json
import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.capture import Captured
from bench.operations import OPERATIONS
from bench.rounds import Results, Sample

Summary = dict[str, dict[str, Any]]


def _ratios(mine: Sequence[Sample], other: Sequence[Sample]) -> list[float]:
    return [a.rate / b.rate for a, b in zip(mine, other, strict=True)]


def _median(samples: Sequence[Sample], name: str) -> float:
    values: list[float] = [getattr(sample, name) for sample in samples]
    return round(statistics.median(values), 3)


def summarise(
    results: Results, captured: Mapping[str, Captured], service: str = "service"
) -> Summary:
    """Give one record for each operation."""
    summary: Summary = {}
    for operation in OPERATIONS:
        mine = results.samples[operation.name, service]
        api, postgres = _median(mine, "api_ms"), _median(mine, "postgres_ms")
        record: dict[str, Any] = {
            "ratio_to_pgbench": None, "per_second": _median(mine, "rate"),
            "p50_ms": _median(mine, "p50_ms"), "p99_ms": _median(mine, "p99_ms"),
            "api_cpu_ms": api, "pg_cpu_ms": postgres, "api_to_pg_cpu": round(api / postgres, 2),
            "round_trips": len(captured[operation.name].round_trips),
            "wal_bytes": captured[operation.name].wal_bytes,
            "response_bytes": captured[operation.name].response_bytes,
            "worker_mb": max(sample.worker_mb for sample in mine),
            "client_cpu": _median(mine, "client_cpu"),
            "refused": max(sample.refused for sample in mine),
        }  # fmt: skip
        for other, name in (("pgbench", "pgbench"), ("bare", "bare_asyncpg"), ("orm", "orm")):
            theirs = results.samples.get((operation.name, other))
            if theirs:
                ratios = _ratios(mine, theirs)
                record[f"ratio_to_{name}"] = round(statistics.median(ratios), 3)
                record[f"ratio_to_{name}_range"] = [round(min(ratios), 3), round(max(ratios), 3)]
                record[f"{name}_per_second"] = _median(theirs, "rate")
                record[f"{name}_pg_cpu_ms"] = _median(theirs, "postgres_ms")
        summary[operation.name] = record
    return summary


def _ranged(record: Mapping[str, Any], name: str) -> str:
    ratio, spread = record.get(name), record.get(f"{name}_range")
    return f"{ratio:.2f} ({spread[0]:.2f}–{spread[1]:.2f})" if ratio and spread else "–"


def table(summary: Summary) -> str:
    """Write the table, in Markdown."""
    head = (
        "| operation | /s | × pgbench | × bare asyncpg | × ORM style | p50 ms | p99 ms "
        "| API CPU ms | PostgreSQL CPU ms | API ÷ PG | round trips | WAL bytes | client CPU "
        "| refused |"
    )
    lines = [head, "|---" * (head.count("|") - 1) + "|"]
    lines += [
        f"| {name} | {record['per_second']:,.0f} | {_ranged(record, 'ratio_to_pgbench')}"
        f" | {_ranged(record, 'ratio_to_bare_asyncpg')} | {_ranged(record, 'ratio_to_orm')}"
        f" | {record['p50_ms']:.1f} | {record['p99_ms']:.1f} | {record['api_cpu_ms']:.2f}"
        f" | {record['pg_cpu_ms']:.2f} | {record['api_to_pg_cpu']:.2f} | {record['round_trips']}"
        f" | {record['wal_bytes']:,} | {record['client_cpu']:.0%} | {record['refused']:.1%} |"
        for name, record in summary.items()
    ]
    return "\n".join(lines)


def plot(summary: Summary) -> str:
    """Draw requests a second of each contender, as bars of one scale for each operation."""
    bars: list[str] = []
    y = 24
    for name, record in summary.items():
        rates = {
            "pgbench": record.get("pgbench_per_second"),
            "asyncpg": record.get("bare_asyncpg_per_second"),
            "service": record["per_second"], "ORM style": record.get("orm_per_second"),
        }  # fmt: skip
        known = {contender: rate for contender, rate in rates.items() if rate}
        bars.append(f'<text x="8" y="{y}" font-weight="bold">{name}</text>')
        for contender, rate in known.items():
            y += 18
            width = 420 * rate / max(known.values())
            colour = "#1f6f8b" if contender == "service" else "#b8c4c9"
            bars.append(
                f'<text x="8" y="{y + 4}">{contender}</text><rect x="90" y="{y - 7}" height="13"'
                f' width="{width:.0f}" fill="{colour}"/>'
                f'<text x="{96 + width:.0f}" y="{y + 4}">{rate:,.0f}/s</text>'
            )
        y += 30
    style = 'font-family="sans-serif" font-size="12"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="{y}" {style}>\n'
        + "\n".join(bars)
        + "\n</svg>\n"
    )


def write(summary: Summary, folder: Path) -> None:
    """Leave the records and the plot behind."""
    (folder / "latest.json").write_text(json.dumps(summary, indent=2) + "\n")
    (folder / "latest.svg").write_text(plot(summary))
