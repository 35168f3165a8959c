"""Pads of case codes: drawn in advance, used once, cancelled when lost."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.database.database import system_actor
from referral_api.domain.identification.code_pads.operations import draw_pad
from referral_api.domain.identification.code_pads.schemas import CaseCodePadDraw
from referral_api.errors import Forbidden
from referral_api.permissions import Role
from tests.support.world import TestOrganisation, World

BODY = {"sex": "male", "age_band": "12_14", "region": "KAYES"}


async def a_pad(world: World, by: TestOrganisation, size: int = 3) -> dict[str, Any]:
    return await world.done(by.agent(Role.SUPERVISOR), "POST", "/v1/case-code-pads", {"size": size})


async def test_a_case_bears_the_code_of_the_pad_that_it_was_registered_by(world: World) -> None:
    pad = await a_pad(world, world.police)
    first, second, _ = pad["codes"]
    officer = world.police.agent(Role.FIRST_RESPONDER)
    case = await world.done(officer, "POST", "/v1/cases", BODY | {"code": first})
    assert case["code"] == first
    assert (await world.done(officer, "GET", f"/v1/cases/{case['id']}"))["code"] == first
    left = await world.done(officer, "GET", f"/v1/case-code-pads/{pad['id']}")
    assert left["codes"] == pad["codes"][1:]
    events = await world.events(subject_id=pad["id"])
    assert [event["action"] for event in events] == ["case_code_pad:draw", "case_code_pad:read"]
    batch = {"mode": "each", "cases": [BODY | {"code": code} for code in (first, second, second)]}
    told = await world.done(officer, "POST", "/v1/cases/batch", batch)
    assert [item["result"] and item["result"]["code"] for item in told["items"]] == [
        None, second, None,
    ]  # fmt: skip


async def test_a_code_that_was_used_or_is_another_s_or_is_on_no_pad_is_refused_alike(
    world: World,
) -> None:
    used, lost = await a_pad(world, world.police, 1), await a_pad(world, world.police, 1)
    foreign = await a_pad(world, world.stranger, 1)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await world.done(officer, "POST", "/v1/cases", BODY | {"code": used["codes"][0]})
    supervisor = world.police.agent(Role.SUPERVISOR)
    cancelled = await world.move(supervisor, "case-code-pads", lost, "cancel")
    assert (cancelled["status"], cancelled["codes"]) == ("cancelled", None)
    codes = [pad["codes"][0] for pad in (used, lost, foreign)]
    told = []
    for code in [*codes, "ML-AAAAA-AAAAA"]:
        response = await world.call(officer, "POST", "/v1/cases", BODY | {"code": code})
        assert response.status_code == 422
        assert code not in response.text
        told.append(response.json()["errors"])
    assert all(errors == told[0] for errors in told)
    path = f"/v1/case-code-pads/{foreign['id']}"
    assert (await world.call(officer, "GET", path)).status_code == 404


async def test_a_pad_is_drawn_by_an_agent_once_for_a_key_and_found_in_a_list(
    world: World,
) -> None:
    async with world.process.database.transaction(system_actor(), "system") as transaction:
        with pytest.raises(Forbidden):
            await draw_pad(transaction, CaseCodePadDraw(size=1))
    unit, key = await world.make_organisation("police"), "a-key-of-one-pad"
    lead, path = unit.agent(Role.SUPERVISOR), "/v1/case-code-pads"
    first, again = [await world.call(lead, "POST", path, {"size": 2}, key=key) for _ in range(2)]
    assert (first.status_code, again.json()) == (201, first.json())
    page = await world.done(lead, "GET", path)
    assert [(one["id"], one["codes"]) for one in page["items"]] == [(first.json()["id"], None)]


async def test_when_the_person_was_met_is_told_and_never_lies_ahead(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    told = BODY | {"happened_at": "2026-01-15T22:30:00+00:00", "interviewer_sex": "woman"}
    case = await world.done(officer, "POST", "/v1/cases", told)
    assert case["happened_at"] == "2026-01-15T22:30:00.000000Z"
    assert await world.done(officer, "GET", f"/v1/cases/{case['id']}") == case
    for ahead, status in ((timedelta(minutes=2), 201), (timedelta(minutes=10), 422)):
        when = (datetime.now(UTC) + ahead).isoformat()
        response = await world.call(officer, "POST", "/v1/cases", BODY | {"happened_at": when})
        assert response.status_code == status
