"""Sign-ins by PIN beside requests: each hash takes a core for a while, and may hold up nobody."""

import statistics
import threading
import time
from collections.abc import Callable

import httpx

from bench.dataset import OFFICERS, Speaker
from bench.operations import case_of_first_officer
from bench.page_callers import PIN, Browser, form_of
from bench.place import Place, Service

_CALLERS, _REQUESTS = 4, 200  # callers at once, requests of each


def p99_beside(
    at: Place, served: Service, devices: dict[Speaker, Browser], rounds: int
) -> tuple[float, float, float]:
    """Return the p99 in ms without and beside sign-ins, and the median ratio within a round."""
    pairs = []
    for _ in range(rounds):
        alone = _p99(at, served, None)
        beside = _p99(at, served, lambda: _sign_in_all(devices))
        pairs.append((alone, beside))
    without, beside = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return without, beside, statistics.median(b / a for a, b in pairs)


def _p99(at: Place, served: Service, beside: Callable[[], None] | None) -> float:
    times: list[float] = []
    token = at.token(OFFICERS[0])
    callers = [
        threading.Thread(target=_ask, args=(served.port, token, times)) for _ in range(_CALLERS)
    ]
    if beside is not None:
        callers.append(threading.Thread(target=beside))
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    return sorted(times)[len(times) * 99 // 100]


def _ask(port: int, token: str, times: list[float]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as http:
        for number in range(_REQUESTS):
            began = time.perf_counter()
            http.get(f"/v1/cases/{case_of_first_officer(number)}").raise_for_status()
            times.append(time.perf_counter() - began)


def _sign_in_all(devices: dict[Speaker, Browser]) -> None:
    """Sign in on every device at once."""
    people = [
        threading.Thread(target=_sign_in, args=(speaker, browser))
        for speaker, browser in devices.items()
    ]  # fmt: skip
    for person in people:
        person.start()
    for person in people:
        person.join()


def _sign_in(speaker: Speaker, browser: Browser) -> None:
    form = form_of(browser.get("/bureau/entrer"))
    browser.post("/bureau/entrer", csrf=form["csrf"], agent=str(speaker.agent_id), pin=PIN)
