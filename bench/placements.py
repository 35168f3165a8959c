"""``make bench-placements``: a search among SERVICES services against its own SQL by psql.

psql runs the statement as the service does: prepared, as the same role, under the same settings.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import httpx
import psycopg

from bench.dataset import INTAKE, OFFICERS
from bench.meter import machine
from bench.place import SERVE, Place, Service, place, service
from referral_api.database.session_profile import PLANNING
from referral_api.domain.directory.placements.needs import PlacementNeed
from referral_api.domain.directory.placements.operations import parameters_of
from referral_api.domain.directory.placements.statement import SEARCH
from referral_api.embedded.account import binaries

_CASES, _REFERRALS, _SERVICES, _TIMES = 1_000, 500, 5_000, 20
_OPTIONS = " ".join(f"-c {name}={value}" for name, value in PLANNING.items())
_NEED: dict[str, Any] = {
    "service_type": "shelter", "priority": "emergency", "region": "SIKASSO", "languages": ["bam"],
    "people": [{"sex": "female", "age_band": "15_17"}],
}  # fmt: skip
# One in a hundred stands in for a shelter; regions, sexes, ages and hours go round.
_FILL = """
INSERT INTO service (id, organisation_id, entered_by_organisation_id, status, version, name,
    service_type, setting, state, visibility, region, served_regions, sexes, age_bands,
    accompanied_children, unaccompanied_children, languages, security_level,
    receives_at_all_hours, hours)
SELECT gen_random_uuid(), %(home)s, %(home)s, 'registered', 1, 'Service fictif ' || n, 'shelter',
    CASE n %% 100 WHEN 0 THEN 'host_family' ELSE 'centre' END, 'active', 'network',
    regions[n %% 6 + 1], regions[n %% 6 + 1 : n %% 6 + 3],
    CASE n %% 3 WHEN 0 THEN '{female,male}' WHEN 1 THEN '{female}' ELSE '{male}' END::text[],
    CASE n %% 2 WHEN 0 THEN '{12_14,15_17,18_24}' ELSE '{18_24,25_59}' END::text[],
    true, n %% 5 <> 0, CASE n %% 4 WHEN 0 THEN '{bam,fra}' ELSE '{fra}' END::text[], 'protected',
    n %% 4 <> 3, '[{"day": "MO", "opens": "08:00", "closes": "17:00"}]'
FROM generate_series(1, %(number)s) n,
    (SELECT '{BAMAKO,SIKASSO,SEGOU,MOPTI,GAO,KAYES,BAMAKO,SIKASSO}'::text[] AS regions) r
"""
_PLACES = """
INSERT INTO place (id, service_id, organisation_id, unit, places, held, occupied, overflow, version)
SELECT gen_random_uuid(), s.id, s.organisation_id, unit, 10, 2, 3, 0, 1
FROM service s, unnest('{bed_girls,bed_women}'::text[]) unit
"""


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--services", type=int, default=_SERVICES)
    parser.add_argument("--times", type=int, default=_TIMES)
    options = parser.parse_args()
    with place(_CASES, _REFERRALS) as at:
        _fill(at, options.services)
        with service(at, "service", *SERVE) as served:
            _by_api(at, served)
            pairs = [(_by_psql(at), _by_api(at, served)) for _ in range(options.times)]
    psql, api = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = [api / psql for psql, api in pairs]
    sys.stdout.write(
        f"| a search among | psql ms | API ms | API ÷ psql |\n|---|---|---|---|\n"
        f"| {options.services:,} services | {psql * 1000:.1f} | {api * 1000:.1f}"
        f" | {statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f}) |\n\n"
        f"{machine()}; {options.times} times, in turn\n"
    )


def _fill(at: Place, number: int) -> None:
    with psycopg.connect(at.server.url("postgres"), autocommit=True) as superuser:
        # Without the guards: these rows have no history, and none is written again.
        for table in ("service", "place"):
            superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        superuser.execute(_FILL, {"home": INTAKE[0].organisation_id, "number": number})
        superuser.execute(_PLACES)
        superuser.execute("ANALYZE service, place")


def _by_api(at: Place, served: Service) -> float:
    began = time.perf_counter()
    httpx.post(
        f"http://127.0.0.1:{served.port}/v1/placements/search", json=_NEED, timeout=60,
        headers={"Authorization": f"Bearer {at.token(OFFICERS[0])}"},
    ).raise_for_status()  # fmt: skip
    return time.perf_counter() - began


def _by_psql(at: Place) -> float:
    """Run the search's own SQL with psql; return the seconds of its second run."""
    need = PlacementNeed.model_validate_json(httpx.Request("POST", "http://x", json=_NEED).content)
    arguments = SEARCH.arguments(parameters_of(need, timedelta(days=2)))
    asked = f"EXECUTE search ({', '.join(map(_literal, arguments))}) \\g /dev/null\n"
    script = (
        f"SET app.organisation_id = '{OFFICERS[0].organisation_id}';\n"
        f"PREPARE search AS {SEARCH.sql};\n\\timing on\n{asked}{asked}"
    )
    finished = subprocess.run(
        [binaries() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1",
         "--host", str(at.server.socket_folder), "--username=referral_app", "referral"],
        input=script, capture_output=True, text=True, check=False,
        env=os.environ | {"PGOPTIONS": _OPTIONS},
    )  # fmt: skip
    times = re.findall(r"^Time: ([\d.]+) ms", finished.stdout, re.MULTILINE)
    if finished.returncode or not times:
        raise SystemExit(f"psql: {finished.stderr.strip()[-2000:]}")
    return float(times[-1]) / 1000


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list):
        return "'{" + ",".join(map(str, value)) + "}'"
    return f"'{value}'"


if __name__ == "__main__":
    main()
