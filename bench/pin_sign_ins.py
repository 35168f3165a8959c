"""Sign-ins by PIN beside requests: each hash takes a core for a while, and may hold up nobody."""

import multiprocessing
import random
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import httpx

from bench.dataset import OFFICERS, Speaker
from bench.operations import case_of_first_officer
from bench.page_callers import PIN, Browser, form_of
from bench.place import Place, Service

# Callers at once, requests of each, and the seconds between two of them: a service that is busy,
# not one whose cores are all taken, where anything more makes everything wait.
_CALLERS, _REQUESTS, _PAUSE = 4, 100, 0.025
_Cookies = list[tuple[Speaker, dict[str, str]]]


def p99_beside(
    at: Place, served: Service, devices: dict[Speaker, Browser], rounds: int
) -> tuple[float, float, float]:
    """Return the p99 in ms without and beside sign-ins, and the median ratio within a round."""
    pairs = []
    with _people(served.port, devices) as people:
        for _ in range(rounds):
            alone = _p99(at, served, None)
            beside = _p99(at, served, people)
            pairs.append((alone, beside))
    without, beside = (statistics.median(column) * 1000 for column in zip(*pairs, strict=True))
    return without, beside, statistics.median(b / a for a, b in pairs)


def _p99(at: Place, served: Service, people: Connection | None) -> float:
    times: list[float] = []
    token = at.token(OFFICERS[0])
    callers = [
        threading.Thread(target=_ask, args=(served.port, token, times)) for _ in range(_CALLERS)
    ]
    for caller in callers:
        caller.start()
    if people is not None:
        people.send("sign in")
    for caller in callers:
        caller.join()
    if people is not None and not people.recv():
        raise SystemExit("Not everybody could sign in.")
    return sorted(times)[len(times) * 99 // 100]


def _ask(port: int, token: str, times: list[float]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as http:
        due = time.perf_counter() + random.random() * _PAUSE  # noqa: S311 - no secret
        for number in range(_REQUESTS):
            time.sleep(max(0.0, due - time.perf_counter()))
            due += _PAUSE
            began = time.perf_counter()
            http.get(f"/v1/cases/{case_of_first_officer(number)}").raise_for_status()
            times.append(time.perf_counter() - began)


@contextmanager
def _people(port: int, devices: dict[Speaker, Browser]) -> Iterator[Connection]:
    """Start the people in a process of their own: they must not hold up who measures."""
    ours, theirs = multiprocessing.Pipe()
    cookies = [(speaker, browser.cookies) for speaker, browser in devices.items()]
    begun = multiprocessing.get_context("spawn").Process(
        target=_sign_in_when_told, args=(port, cookies, theirs), daemon=True
    )
    begun.start()
    ours.recv()
    try:
        yield ours
    finally:
        begun.terminate()
        begun.join()


def _sign_in_when_told(port: int, cookies: _Cookies, told: Connection) -> None:
    """Sign in on every device at once, each time that it is told."""
    browsers = [(speaker, Browser(port, dict(kept))) for speaker, kept in cookies]
    told.send("ready")
    while told.recv():
        inside: list[Speaker] = []
        people = [threading.Thread(target=_sign_in, args=(*each, inside)) for each in browsers]
        for person in people:
            person.start()
        for person in people:
            person.join()
        told.send(len(inside) == len(browsers))


def _sign_in(speaker: Speaker, browser: Browser, inside: list[Speaker]) -> None:
    form = form_of(browser.get("/bureau/entrer"))
    browser.post("/bureau/entrer", csrf=form["csrf"], agent=str(speaker.agent_id), pin=PIN)
    inside.append(speaker)
