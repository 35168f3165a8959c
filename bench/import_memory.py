"""``make bench-import-memory``: what a worker holds at most while it takes a table of people in.

A table of 16 MiB is sent to one service, one of 1 MiB to another; the rows of both are as large as
rows may be. What is measured is the peak of the largest worker above what it held before.
"""

import csv
import io
import secrets
import sys
from pathlib import Path

import httpx
import psutil

from bench.dataset import OFFICERS
from bench.meter import machine
from bench.place import SERVE, Place, place, service

_MIB = 1024 * 1024
_SMALL, _LARGE = 1, 16  # MiB
_HEADS = ("sex", "age_band", "region", "family_name", "given_names", "birth_place", "phones")
_MOST_ROWS = 10_000
# MB for each MB of the table.
_MOST = 6.0


def main() -> None:
    """Run it."""
    with place(1_000, 100) as at:
        small, large = (_measure(at, size) for size in (_SMALL, _LARGE))
    sys.stdout.write(
        "| table | rows | worker before, MB | at most, MB | more, MB |\n|---|---|---|---|---|\n"
        + "".join(
            f"| {size} MiB | {rows:,} | {before:.0f} | {most:.0f} | {most - before:.0f} |\n"
            for size, (rows, before, most) in ((_SMALL, small), (_LARGE, large))
        )
    )
    ratio = (large[2] - large[1]) / (small[2] - small[1])
    each = (large[2] - large[1]) / (_LARGE * _MIB / 1e6)
    sys.stdout.write(
        f"\n{_LARGE} MiB ÷ {_SMALL} MiB: {ratio:.1f}; {each:.1f} MB for each MB of the table;"
        f" {machine()}\n"
    )
    if each > _MOST:
        raise SystemExit(f"more than {_MOST} MB for each")


def _measure(at: Place, size: int) -> tuple[int, float, float]:
    """Send a table of so many MiB; return its rows, and the worker's memory before and at most."""
    rows, table = _a_table(size * _MIB)
    with (
        service(at, "service", *SERVE, WORKERS="1") as served,
        httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=120) as client,
    ):
        client.headers["Authorization"] = f"Bearer {at.token(OFFICERS[0])}"
        _send(client, _a_table(4096)[1])  # what is loaded once
        before = _forget_peak(served.process)
        _send(client, table)
        return rows, before, _peak(served.process)


def _a_table(size: int) -> tuple[int, bytes]:
    """Write a table of at most so many bytes, with the longest rows; return its rows, too."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_HEADS)
    for _ in range(_MOST_ROWS):
        names = (secrets.token_hex(2) + "é" * 196 for _ in range(3))
        phones = "|".join(f"+223{secrets.randbelow(10**8):08}" + " " * 30 for _ in range(9))
        writer.writerow(("female", "18_24", "GAO", *names, phones))
    lines = written.getvalue().encode()[:size].splitlines(keepends=True)[:-1]
    return len(lines) - 1, b"".join(lines)


def _send(client: httpx.Client, table: bytes) -> None:
    headers = {"Content-Type": "text/csv", "Idempotency-Key": secrets.token_hex(12)}
    made = client.post("/v1/imports", content=table, headers=headers).raise_for_status().json()
    if made["bad"]:
        raise SystemExit(f"{made['problems']} are wrong")


def _forget_peak(api: psutil.Process) -> float:
    """Let the peak be what is held now: starting takes more. Return it."""
    for process in (api, *api.children(recursive=True)):
        Path(f"/proc/{process.pid}/clear_refs").write_text("5")
    return _peak(api)


def _peak(api: psutil.Process) -> float:
    """Return what the largest process of the service has held at most, in MB."""
    return max(_high_water(each.pid) for each in (api, *api.children(recursive=True)))


def _high_water(pid: int) -> float:
    (line,) = (
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    )  # fmt: skip
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
