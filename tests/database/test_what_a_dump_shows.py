"""Whoever steals the database learns no name, no telephone and no document."""

import asyncio
import os
import re
import secrets
import subprocess
from uuid import UUID

from referral_api.domain.casework.duplicate_checks.checks import check_one
from referral_api.embedded import Embedded
from referral_api.embedded.account import binaries
from referral_api.permissions import Role
from tests.support.duplicates import a_name, searcher
from tests.support.world import World

_PLANTED = int(os.environ.get("PLANTED", "40"))  # `make matrix` plants 1000


def _dump(server: Embedded) -> str:
    program = [str(binaries() / "pg_dump"), server.url("postgres")]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout


async def test_a_dump_with_planted_people_shows_none_of_them(
    world: World, server: Embedded
) -> None:
    ngo, planted = await world.make_organisation("ngo"), []
    officer = ngo.agent(Role.FIRST_RESPONDER)
    for number in range(_PLANTED):
        figures = f"{secrets.randbelow(10**12):012}"
        person = {
            "family_name": a_name(), "given_names": a_name(), "birth_place": a_name(),
            "phones": [f"+223{figures[:8]}"], "birth_date": f"19{number % 90 + 10}-03-14",
            "documents": [{"kind": "national_id", "number": f"ML{figures}"}],
        }  # fmt: skip
        case = await world.a_case(ngo, age_in_doubt=True)
        path = f"/v1/cases/{case['id']}/identity"
        await world.done(officer, "PUT", path, person, version=0)
        assert await check_one(world.process.database, searcher(world), UUID(case["id"]))
        planted += [person["family_name"], person["given_names"], person["birth_place"]]
        planted += [figures[:8], figures]
    dump = (await asyncio.to_thread(_dump, server)).lower()
    assert "copy public.identity_index" in dump
    # One search for all of them: a thousand would read the dump a thousand times.
    told = [form for one in map(str, planted) for form in (one.lower(), one.encode().hex())]
    assert re.search("|".join(map(re.escape, told)), dump) is None
