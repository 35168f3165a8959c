"""Searching the tables, the logs and the log of the database for planted markers."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import asyncpg

from tests.support.planting import BYTES, MARKER, markers_in

# The same in a column of bytes, which text shows as hexadecimal.
_HEXADECIMAL = "(5a|7a)716b(6[1-9a-f]|70){12}|32323336363535(3[0-9]){4}"


async def stored(owner: asyncpg.Pool) -> tuple[dict[str, set[str]], int]:
    """Find the markers in every table, each with the tables where it stands; count the tables."""
    found: dict[str, set[str]] = defaultdict(set)
    tables = await owner.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for table in tables:
        name = table["tablename"]
        rows = await owner.fetch(
            f'SELECT to_json(t) AS content FROM "{name}" t WHERE t::text ~* $1',
            f"{MARKER.pattern}|{_HEXADECIMAL}",
        )
        for row in rows:
            for marker in _in_row(json.loads(row["content"])):
                found[marker].add(name)
    return found, len(tables)


def _in_row(row: dict[str, Any]) -> set[str]:
    found = markers_in(json.dumps(row, ensure_ascii=False))
    for value in row.values():
        if isinstance(value, str) and value.startswith("\\x"):
            found |= markers_in(bytes.fromhex(value[2:]).decode("latin-1"))
    return found


def on_disk(data_dir: Path) -> tuple[set[str], set[str], int]:
    """Find the markers in the logs of the servers, and in the write-ahead log; count its files."""
    files = [path for path in data_dir.rglob("*") if path.is_file()]
    ahead = [path for path in files if "pg_wal" in path.parts]
    logs = [path for path in files if "log" in path.name and path not in ahead]
    in_logs: set[str] = set().union(*(_in_file(path) for path in logs)) if logs else set()
    in_wal: set[str] = set().union(*(_in_file(path) for path in ahead)) if ahead else set()
    return in_logs, in_wal, len(ahead)


def _in_file(path: Path) -> set[str]:
    content = path.read_bytes()
    return {marker for found in BYTES.findall(content) for marker in markers_in(found.decode())}
