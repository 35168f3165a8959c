"""``make bench-figures``: each figure against its own SQL by psql, and requests beside a report.

The history holds SIZE persons; requests beside it work on a data set of their own.
"""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg

from bench.arguments import arguments, say_what_loads
from bench.capture import CAPTURED
from bench.dataset import COORDINATOR
from bench.history import fill
from bench.meter import machine
from bench.place import SERVE, Place, Service, place, service
from bench.revision import describe
from bench.rounds import Contest
from referral_api.database.session_profile import FIGURES
from referral_api.domain.figures.answers.counting import count_statements
from referral_api.domain.figures.definitions.definition import Definition
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.embedded.account import binaries

_DATASET, _REFERRALS = 10_000, 5_000
_SINCE, _BEFORE = "2023-01-01", "2024-01-01"
# Below this a request costs more than its SQL, whatever it asks.
_LONG = 0.1
_REPORT, _NOT_YET = "/v1/reports/contribution?from=2021-01-01&to=2026-01-01", 202
_OPTIONS = " ".join(f"-c {name}={value}" for name, value in FIGURES.planning.items())


@dataclass(frozen=True, slots=True)
class Asked:
    """The service, asked for figures as the coordination."""

    at: Place
    served: Service

    def get(self, path: str, form: str = "application/json") -> httpx.Response:
        """Get an answer."""
        response = httpx.get(
            f"http://127.0.0.1:{self.served.port}{path}", timeout=120,
            headers={"Authorization": f"Bearer {self.at.token(COORDINATOR)}", "Accept": form},
        )  # fmt: skip
        return response.raise_for_status()

    def ask(self, definition: Definition, by: tuple[str, ...]) -> tuple[float, dict[str, Any]]:
        """Ask a figure; return the seconds that it took, and the answer."""
        period = f"from={_SINCE}&to={_BEFORE}" if definition.date else ""
        query = "&".join(part for part in (period, by and f"by={','.join(by)}") if part)
        began = time.perf_counter()
        answer = self.get(f"/v1/figures/{definition.code}?{query}").json()
        return time.perf_counter() - began, answer

    def report(self) -> tuple[float, str]:
        """Ask for a report until it is there; return the seconds, and its address."""
        began, path = time.perf_counter(), _REPORT
        while (response := self.get(path)).status_code == _NOT_YET:
            path = response.headers["Location"]
        return time.perf_counter() - began, response.headers["Content-Location"]


def main() -> None:
    """Run it."""
    options = arguments(__doc__).parse_args()
    say_what_loads()
    sys.stderr.write(f"SIZE={options.size} ROUNDS={options.rounds}; {machine()}\n")
    with place(_DATASET, _REFERRALS) as at:
        fill(at.server.url("postgres"), options.size)
        with service(at, "service", *SERVE) as served:
            asked = Asked(at, served)
            _compare_figures(asked, options.rounds)
            _compare_report(asked)
            _load_beside(asked, options.rounds, options.seconds)
    sys.stdout.write(f"\n{machine()}; a history of {options.size:,} persons\n")


def _compare_figures(asked: Asked, rounds: int) -> None:
    taken: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        for definition in DEFINITIONS.values():
            by = definition.dimensions[:2]
            api, answer = asked.ask(definition, by)
            psql = _by_psql(asked.at, definition, by, answer["cut_id"], (_SINCE, _BEFORE))
            taken.setdefault(definition.code, []).append((psql, api))
    largest = 0.0
    sys.stdout.write("| figure | psql s | API s | API ÷ psql |\n|---|---|---|---|\n")
    for code, pairs in taken.items():
        psql, api = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(api / psql for psql, api in pairs)
        largest = max(largest, ratio if psql >= _LONG else 0.0)
        shown = f"{ratio:.2f}" if psql >= _LONG else "–"
        sys.stdout.write(f"| {code} | {psql:.3f} | {api:.3f} | {shown} |\n")
    rounds_of = list(zip(*taken.values(), strict=True))
    sums = [tuple(map(sum, zip(*pairs, strict=True))) for pairs in rounds_of]
    whole = statistics.median(api / psql for psql, api in sums)
    psql, api = (statistics.median(column) for column in zip(*sums, strict=True))
    brief = [api - psql for pairs in taken.values() for psql, api in pairs if psql < _LONG]
    sys.stdout.write(
        f"| all of them | {psql:.2f} | {api:.2f} | {whole:.2f} |\n\n"
        f"largest ratio of those whose SQL takes {_LONG} s or more: {largest:.2f}; the others take"
        f" {statistics.median(brief) * 1000:.0f} ms longer than their SQL\n"
    )


def _compare_report(asked: Asked) -> None:
    counting, address = asked.report()
    cut_id = address.partition("cut_id=")[2].partition("&")[0]
    with psycopg.connect(asked.at.server.url("postgres")) as superuser:
        questions = superuser.execute(
            'SELECT code, since::date, before::date, "by" FROM figure_answer WHERE cut_id = %s',
            [cut_id],
        ).fetchall()
    psql = sum(
        _by_psql(asked.at, DEFINITIONS[code], tuple(by), cut_id, (since, before))
        for code, since, before, by in questions
    )
    sys.stdout.write(
        f"report: {len(questions)} questions, counted in {counting:.1f} s, by psql in {psql:.1f} s:"
        f" {counting / psql:.2f}\n"
    )
    for form in ("application/json", "application/pdf"):
        began = time.perf_counter()
        asked.get(address, form)
        sys.stdout.write(f"rendered as {form}: {time.perf_counter() - began:.1f} s\n")


def _by_psql(
    at: Place, definition: Definition, by: tuple[str, ...], cut_id: str, period: tuple[Any, Any]
) -> float:
    """Run the figure's own SQL with psql, as the role that counts; return its seconds."""
    with psycopg.connect(at.server.url("postgres")) as superuser:
        cut = superuser.execute(
            "SELECT snapshot, generation, generation_since, taken_at FROM cut WHERE id = %s",
            [cut_id],
        ).fetchone()
    if cut is None:
        raise SystemExit("the cut of an answer is not there")
    names = ("cut_snapshot", "cut_generation", "cut_generation_since", "cut_taken_at")
    values = dict(zip(names, cut, strict=True)) | {
        "since": f"{period[0]}T00:00Z", "before": f"{period[1]}T00:00Z"
    }  # fmt: skip
    script = "SET ROLE referral_figures; SET app.sight = 'flow';\n\\timing on\n"
    statements = count_statements(definition, by)
    for statement in statements:
        bound = " ".join(f"'{value}'" for value in statement.arguments(values))
        script += f"{statement.sql} \\bind {bound} \\g /dev/null\n"
    finished = subprocess.run(
        [binaries() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
         "--host", str(at.server.socket_folder), "--username=referral_app", "referral"],
        input=script, capture_output=True, text=True, check=False,
        env=os.environ | {"PGOPTIONS": _OPTIONS},
    )  # fmt: skip
    times = re.findall(r"^Time: ([\d.]+) ms", finished.stdout, re.MULTILINE)
    if finished.returncode or not times:
        raise SystemExit(f"psql: {finished.stderr.strip()[-2000:]}")
    return sum(map(float, times[-len(statements) :])) / 1000


def _load_beside(asked: Asked, rounds: int, seconds: int) -> None:
    contest = Contest({"service": lambda: describe(asked.at, asked.served, _DATASET, _REFERRALS)})
    contest.start_at("service", CAPTURED)
    sys.stdout.write("\n| beside reports | of its rate alone |\n|---|---|\n")
    for operation in ("register", "read"):
        contest.warm_up("service", operation)
        kept = []
        for _ in range(rounds):
            alone = contest.load("service", operation, seconds).rate
            with _reports_all_the_time(asked):
                beside = contest.load("service", operation, seconds).rate
            kept.append(beside / alone)
        sys.stdout.write(
            f"| {operation} | {statistics.median(kept):.2f} ({min(kept):.2f}–{max(kept):.2f}) |\n"
        )


@contextmanager
def _reports_all_the_time(asked: Asked) -> Iterator[None]:
    ended = threading.Event()

    def ask() -> None:
        path = _REPORT
        while not ended.is_set():
            response = asked.get(path)
            path = response.headers["Location"] if response.status_code == _NOT_YET else _REPORT

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        ended.set()
        asking.join()


if __name__ == "__main__":
    main()
