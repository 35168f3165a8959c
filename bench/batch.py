"""``make bench-batch``: the CPU of a batch of 200 people against that of 200 registrations.

Both are sent in turn to the same service, over a connection that stays open.
"""

import argparse
import secrets
import statistics
import sys
from collections.abc import Callable
from typing import Any

import httpx

from bench.dataset import OFFICERS
from bench.meter import machine, used
from bench.place import SERVE, Place, Service, place, service

_CASES, _REFERRALS, _ROWS, _TIMES = 1_000, 100, 200, 10
# Of the CPU of the service and of PostgreSQL together.
_MOST = 0.35
_PERSON = {"sex": "female", "age_band": "18_24", "region": "GAO", "languages": ["bam"]}


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=_TIMES)
    times = parser.parse_args().times
    with place(_CASES, _REFERRALS) as at, service(at, "service", *SERVE) as served:
        pairs = _measure(at, served, times)
    alone, together = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [batch / singles for singles, batch in pairs]
    ratio = statistics.median(ratios)
    sys.stdout.write(
        f"| {_ROWS} people | one by one, CPU ms | in one batch, CPU ms | batch ÷ one by one |\n"
        f"|---|---|---|---|\n| registered | {alone * 1000:.0f} | {together * 1000:.0f} |"
        f" {ratio:.2f} ({min(ratios):.2f}–{max(ratios):.2f}) |\n\n"
        f"{machine()}; {times} times, in turn\n"
    )
    if ratio > _MOST:
        raise SystemExit(f"more than {_MOST}")


def _measure(at: Place, served: Service, times: int) -> list[tuple[float, float]]:
    with httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=60) as client:
        client.headers["Authorization"] = f"Bearer {at.token(OFFICERS[0])}"
        _alone(client)
        _together(client)
        return [
            (_cpu(at, served, client, _alone), _cpu(at, served, client, _together))
            for _ in range(times)
        ]


def _cpu(
    at: Place, served: Service, client: httpx.Client, act: Callable[[httpx.Client], None]
) -> float:
    before = used(served.process, at.postgres)
    act(client)
    after = used(served.process, at.postgres)
    return after.api - before.api + after.postgres - before.postgres


def _alone(client: httpx.Client) -> None:
    for _ in range(_ROWS):
        _send(client, "/v1/cases", _PERSON)


def _together(client: httpx.Client) -> None:
    _send(client, "/v1/cases/batch", {"mode": "each", "cases": [_PERSON] * _ROWS})


def _send(client: httpx.Client, path: str, body: dict[str, Any]) -> None:
    key = {"Idempotency-Key": secrets.token_hex(12)}
    client.post(path, json=body, headers=key).raise_for_status()


if __name__ == "__main__":
    main()
