"""``python -m bench.duplicate_costs``: what the check costs beside recording, and what time tells.

So many made-up people stand in the indexes of a database. New ones are recorded over HTTP; every
second one is there already. No worker runs meanwhile: afterwards each check is done by itself, as
the worker does it. A classifier that knows only how long recording took must not tell the two kinds
apart.
"""

import argparse
import asyncio
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg

from bench.dataset import OFFICERS
from bench.duplicates import described
from bench.meter import machine
from bench.noisy_names import someone
from bench.place import SERVE, Place, place, service
from referral_api.database.database import Database
from referral_api.domain.casework.duplicate_checks.checks import check_one
from referral_api.domain.casework.duplicate_checks.looking import Searcher
from referral_api.domain.identification.identities.compounds import stored_compounds
from referral_api.domain.identification.identities.operations import PURPOSE
from referral_api.security.blind_index import FILE, BlindIndex
from referral_api.security.key_ring import Secrets
from referral_api.security.vault import Vault

_OTHERS = 500
MOST_COST, MOST_TOLD = 2.0, 0.55


@dataclass
class Times:
    """Seconds of recording with and without a match, and of the checks."""

    known: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    checks: list[float] = field(default_factory=list)


def auc(known: list[float], new: list[float]) -> float:
    """Return how often the slower of two is the known one, whichever side tells more."""
    ranked = sorted([(t, 1) for t in known] + [(t, 0) for t in new])
    ranks = sum(place + 1 for place, (_, is_known) in enumerate(ranked) if is_known)
    wins = ranks - len(known) * (len(known) + 1) / 2
    found = wins / (len(known) * len(new))
    return max(found, 1 - found)


def fill(at: Place, people: int, dice: random.Random) -> tuple[Searcher, list[dict[str, Any]]]:
    """Put people into the register, their identities sealed and indexed; return what looks."""
    index = BlindIndex(Secrets.read(at.folder / "keys" / FILE))
    Vault.create_file(at.folder / "keys" / "vault.json")
    vault = Vault.from_file(at.folder / "keys" / "vault.json")
    officer, known = OFFICERS[0], []
    with psycopg.connect(at.server.url("postgres"), autocommit=True) as superuser:
        for table in ("case", "person", "person_key"):
            superuser.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        with superuser.transaction():
            superuser.execute("SET LOCAL session_replication_role = replica")
            rows = [(uuid4(), someone(dice)) for _ in range(people)]
            with superuser.cursor().copy(
                'COPY "case" (id, code, status, state, sex, age_band, age_in_doubt, region,'
                " languages, risk_flags, protection_custodian_id, registered_by_organisation_id,"
                " registered_by_agent_id, version) FROM STDIN"
            ) as copy:
                for number, (case_id, who) in enumerate(rows):
                    copy.write_row((
                        case_id, f"B{number}", "reported", "open", who.sex, "25_59", False, "KAYES",
                        [], [], officer.organisation_id, officer.organisation_id, officer.agent_id,
                        1,
                    ))  # fmt: skip
            keys = [(case_id, vault.make_key(case_id), described(who)) for case_id, who in rows]
            with superuser.cursor().copy(
                "COPY person_key (case_id, wrapping_key_id, wrapped_key) FROM STDIN"
            ) as copy:
                for case_id, key, _ in keys:
                    copy.write_row((case_id, key.wrapping_key_id, key.wrapped_key))
            with superuser.cursor().copy(
                "COPY person (case_id, sealed, version, updated_by_agent_id) FROM STDIN"
            ) as copy:
                for case_id, key, person in keys:
                    plain = person.identity.model_dump_json().encode()
                    sealed = vault.seal(key, case_id, PURPOSE, plain)
                    copy.write_row((case_id, sealed, 1, officer.agent_id))
            with superuser.cursor().copy(
                "COPY identity_index (token, case_id, key_id) FROM STDIN"
            ) as copy:
                for case_id, _, person in keys:
                    for token in index.tokens(stored_compounds(person)):
                        copy.write_row((token, case_id, index.key_id))
        for table in ("case", "person", "person_key"):
            superuser.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        superuser.execute("ALTER TABLE person ENABLE ALWAYS TRIGGER queued")
        # As autovacuum does of a table that grew: by the index alone, without the table.
        superuser.execute('VACUUM ANALYZE "case", person, person_key, identity_index')
    known = [
        who.identity.model_dump(mode="json") | {"sex": who.sex} for _, _, who in keys[:_OTHERS]
    ]
    return Searcher(vault, index, discloses=False, openings_per_day=1_000_000), known


def measure(at: Place, port: int, pairs: int, made: tuple[Searcher, list[dict[str, Any]]]) -> Times:
    """Record known and new people by turns, and check each by itself."""
    searcher, known = made
    dice, times = random.Random(11), Times()  # noqa: S311 - made-up people
    head = {"Authorization": f"Bearer {at.token(OFFICERS[0])}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=head, timeout=60) as client:
        cases = []
        for number in range(pairs):
            order: list[tuple[list[float], dict[str, Any]]] = [
                (times.known, dict(known[number % len(known)])),
                (times.new, _new(dice)),
            ]
            dice.shuffle(order)
            for into, identity in order:
                cases.append(_record(client, into, identity))
    times.checks = asyncio.run(_check(at, searcher, cases))
    return times


def _new(dice: random.Random) -> dict[str, Any]:
    who = described(someone(dice))
    return who.identity.model_dump(mode="json") | {"sex": who.sex}


def _record(client: httpx.Client, into: list[float], identity: dict[str, Any]) -> UUID:
    body = {"sex": identity.pop("sex"), "age_band": "unknown", "age_in_doubt": True,
            "region": "GAO"}  # fmt: skip
    case = client.post("/v1/cases", json=body, headers={"Idempotency-Key": str(uuid4())})
    case_id = case.raise_for_status().json()["id"]
    began = time.perf_counter()
    answer = client.put(f"/v1/cases/{case_id}/identity", json=identity, headers={"If-Match": '"0"'})
    into.append(time.perf_counter() - began)
    answer.raise_for_status()
    return UUID(case_id)


async def _check(at: Place, searcher: Searcher, cases: list[UUID]) -> list[float]:
    database, times = Database(at.server.url("referral_app"), size=1), []
    for case_id in cases:
        began = time.perf_counter()
        if not await check_one(database, searcher, case_id):
            raise SystemExit("a check failed")
        times.append(time.perf_counter() - began)
    await database.close()
    return times


def beyond(cost: float, told: float) -> list[str]:
    """Return what is beyond its limit: the check beside recording, and what time tells."""
    found = []
    if cost > MOST_COST:
        found.append(f"a check costs {cost:.2f} of a recording, more than {MOST_COST}")
    if told >= MOST_TOLD:
        found.append(f"the time of recording tells who is known: AUC {told:.3f}, not < {MOST_TOLD}")
    return found


def main() -> None:
    """Run it; fail where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--pairs", type=int, default=1_000)
    options = parser.parse_args()
    with place(1_000, 100) as at:
        made = fill(at, options.people, random.Random(7))  # noqa: S311 - made-up people
        with service(at, "service", *SERVE) as served:
            times = measure(at, served.port, options.pairs, made)
    recorded, checked = (
        statistics.median(part) * 1000 for part in ([*times.known, *times.new], times.checks)
    )
    told = auc(times.known, times.new)
    sys.stdout.write(
        f"{options.people:,} people in the indexes; {machine()}\n"
        f"recording {recorded:.2f} ms, the check by itself {checked:.2f} ms:"
        f" {checked / recorded:.2f} of it\n"
        f"AUC of the time of recording, {options.pairs:,} pairs with and without a match:"
        f" {told:.3f}\n"
    )
    if passed := beyond(checked / recorded, told):
        raise SystemExit("; ".join(passed))


if __name__ == "__main__":
    main()
