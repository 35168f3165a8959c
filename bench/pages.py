"""``make bench-pages``: what a page costs beside the JSON of the same operation.

CPU of the service's process in one interleaved run; then the p99 of requests beside 20 sign-ins.
"""

import argparse
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx

from bench.dataset import INTAKE, OFFICERS, Speaker
from bench.meter import machine, used
from bench.operations import sent_referral
from bench.page_callers import Browser, form_of, signed_in, unit_devices
from bench.pin_sign_ins import p99_beside
from bench.place import SERVE, Place, Service, place, service
from referral_api.pages.addresses import address_of
from referral_api.pages.operation import OPERATIONS

_CASES, _REFERRALS = 4_000, 4_000
_SENT = sent_referral(0)
# What is read: by whom, the page, and the JSON of all that the page runs. The receiver's page reads
# the places that are free beside the request.
_READ: dict[str, tuple[Speaker, str, tuple[str, ...]]] = {
    "list of 50": (INTAKE[0], "/bureau/demandes?limit=50", ("/v1/referrals?limit=50",)),
    "record": (OFFICERS[0], f"/bureau/demandes/{_SENT}", (f"/v1/referrals/{_SENT}",)),
    "record and places": (
        INTAKE[0], f"/bureau/demandes/{_SENT}",
        (
            f"/v1/referrals/{_SENT}",
            OPERATIONS["read_capacity"].api_path.format(organisation_id=INTAKE[0].organisation_id),
        ),
    ),
}  # fmt: skip
_MOST = {"list of 50": 1.5, "record": 1.6, "record and places": 1.6, "accept": 1.4}
_MOST_P99 = 1.5
_WARM = 40
_SPEAKERS = [OFFICERS[0], *INTAKE]


class _Asked:
    """What is asked of the service, as JSON and as a page; each referral is accepted once."""

    def __init__(self, at: Place, served: Service) -> None:
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{served.port}", timeout=60)
        self._browsers = signed_in(at, served.port, _SPEAKERS)
        self._tokens = {speaker: at.token(speaker) for speaker in _SPEAKERS}
        self._next = iter(range(_REFERRALS))

    def acts(self, kind: str, number: int) -> Iterator[tuple[str, Callable[[], object]]]:
        """Return both ways of one measured round, what they need made ready before."""
        if kind == "accept":
            rows = [next(self._next) for _ in range(2 * number)]
            forms = [self._form(row) for row in rows[number:]]
            yield "json", lambda: [self._accept(row) for row in rows[:number]]
            yield "page", lambda: [browser.post(at, **sent) for browser, at, sent in forms]
            return
        speaker, page, paths = _READ[kind]
        browser = self._browsers[speaker]
        yield "json", lambda: [self._read(speaker, path) for _ in range(number) for path in paths]
        yield "page", lambda: [browser.get(page) for _ in range(number)]

    def _read(self, speaker: Speaker, path: str) -> None:
        self._http.get(path, headers=self._headers(speaker)).raise_for_status()

    def _headers(self, speaker: Speaker) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[speaker]}", "Accept-Language": "fr"}

    def _accept(self, row: int) -> httpx.Response:
        speaker = INTAKE[row % len(INTAKE)]
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"2"'}
        return self._http.post(
            f"/v1/referrals/{sent_referral(row)}/accept", json={},
            headers=self._headers(speaker) | headers,
        ).raise_for_status()  # fmt: skip

    def _form(self, row: int) -> tuple[Browser, str, dict[str, str]]:
        """Return the form of an acceptance, as the page of the referral offers it."""
        browser = self._browsers[INTAKE[row % len(INTAKE)]]
        act = OPERATIONS["accept_referral"]
        address = address_of(act, {"referral_id": str(sent_referral(row))})
        form = form_of(browser.get(f"{address}?version=2"))
        return browser, address, form | {"version": "2"}


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=60)
    options = parser.parse_args()
    with place(_CASES, _REFERRALS) as at, service(at, "pages", *SERVE, WORKERS="1") as served:
        asked = _Asked(at, served)
        found: dict[str, list[tuple[float, float]]] = {kind: [] for kind in _MOST}
        for kind in _MOST:
            for _, act in asked.acts(kind, _WARM):
                act()
        for _ in range(options.rounds):
            for kind in random.sample(list(_MOST), len(_MOST)):
                found[kind].append(_measure(at, served, asked, kind, options.requests))
        beside = p99_beside(at, served, unit_devices(at, served.port), options.rounds)
    sys.stdout.write(f"{_table(found, beside)}\n\n{machine()}; {options.rounds} rounds\n")


def _measure(
    at: Place, served: Service, asked: _Asked, kind: str, number: int
) -> tuple[float, float]:
    """Return the CPU of one request in ms, as JSON and as a page, in a drawn order."""
    ways = list(asked.acts(kind, number))
    random.shuffle(ways)
    taken = {}
    for way, act in ways:
        before = used(served.process, at.postgres).api
        act()
        taken[way] = (used(served.process, at.postgres).api - before) * 1000 / number
    return taken["json"], taken["page"]


def _table(found: dict[str, list[tuple[float, float]]], beside: tuple[float, float, float]) -> str:
    lines = [
        "| | JSON, CPU ms | page, CPU ms | page ÷ JSON | at most |", "|---|---|---|---|---|"
    ]  # fmt: skip
    for kind, pairs in found.items():
        json, page = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratios = [page / json for json, page in pairs]
        lines.append(
            f"| {kind} | {json:.2f} | {page:.2f} | {statistics.median(ratios):.2f}"
            f" ({min(ratios):.2f}–{max(ratios):.2f}) | {_MOST[kind]} |"
        )
    without, with_them, ratio = beside
    lines.append(
        f"| p99 of a read beside 20 sign-ins by PIN, ms | {without:.1f} without |"
        f" {with_them:.1f} beside | {ratio:.2f} | {_MOST_P99} |"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
