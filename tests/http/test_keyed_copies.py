"""Many copies of one keyed request at once: one change, and one answer for all."""

import asyncio
from typing import Any

import httpx
import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.world import World


async def together(*calls: Any) -> list[httpx.Response]:
    return list(await asyncio.gather(*calls))


@pytest.mark.parametrize("attempt", range(4))
async def test_twenty_copies_of_one_keyed_post_make_one_row(world: World, attempt: int) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), f"copies-{attempt}"
    body = {"sex": "male", "age_band": "12_14", "region": "GAO"}
    before = await world.owner.fetchval('SELECT count(*) FROM "case"')
    responses = await together(
        *(world.call(officer, "POST", "/v1/cases", body, key=key) for _ in range(20))
    )
    created = [response for response in responses if response.status_code == 201]
    others = [response.json()["code"] for response in responses if response.status_code != 201]
    assert set(others) <= {"idempotency-key-in-use"}
    assert len({response.content for response in created}) == 1
    assert await world.owner.fetchval('SELECT count(*) FROM "case"') == before + 1
    replayed = [r for r in created if r.headers.get("idempotent-replayed") == "true"]
    assert len(replayed) == len(created) - 1
    case = created[0].json()
    events = await world.events(action="case:register", subject_id=case["id"], outcome="allowed")
    assert sorted(event["code"] or "" for event in events) == ["", *["replayed"] * len(replayed)]


@pytest.mark.parametrize("attempt", range(3))
async def test_twenty_copies_of_one_keyed_move_make_it_once(world: World, attempt: int) -> None:
    row = await world.a_referral(bed_asked=True)
    row = await world.move(world.police.agent(Role.FIRST_RESPONDER), "referrals", row, "send")
    intake, path = world.shelter.agent(Role.INTAKE_OFFICER), f"/v1/referrals/{row['id']}/accept"
    before = await world.owner.fetchval("SELECT sum(held) FROM capacity")
    responses = await together(
        *(world.call(intake, "POST", path, {}, version=2, key=f"move-{attempt}") for _ in range(20))
    )
    accepted = [response for response in responses if response.status_code == 200]
    others = {response.json()["code"] for response in responses if response.status_code != 200}
    assert others <= {"idempotency-key-in-use"}
    assert len({response.content for response in accepted}) == 1
    assert await world.owner.fetchval("SELECT sum(held) FROM capacity") == before + 1
    assert len(await recorded(world, "referral:accept", row)) == len(accepted)


async def test_a_key_belongs_to_one_request_and_one_caller(world: World) -> None:
    officer, key = world.police.agent(Role.FIRST_RESPONDER), "one-request"
    body = {"sex": "male", "age_band": "12_14", "region": "GAO"}
    first = await world.done(officer, "POST", "/v1/cases", body, key=key)
    other = await world.call(officer, "POST", "/v1/cases", body | {"region": "KAYES"}, key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    colleague = world.police.agent(Role.CASE_WORKER)
    second = await world.done(colleague, "POST", "/v1/cases", body, key=key)
    assert second["id"] != first["id"]
