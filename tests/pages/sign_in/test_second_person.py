"""A second person at the same telephone proves who it is for one act, beside the first session."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.support.desk import ENTER, OTHER_PIN, PIN, WRONG_PIN, Desk, place_of
from tests.support.visitors import Parsed
from tests.support.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    """The officer who has recorded a legal ground is signed in."""
    desk = await Desk.of(world)
    await desk.give_pin(desk.officer, OTHER_PIN)
    await desk.sign_in(desk.officer, OTHER_PIN)
    return desk


async def _a_ground(desk: Desk) -> dict[str, Any]:
    case = await desk.world.a_case(desk.unit)
    return await desk.world.a_consent(
        case["id"], desk.world.health, by=desk.unit, legal_ground="vital_interest"
    )


async def _confirm(
    desk: Desk, ground: dict[str, Any], agent: UUID | str, pin: str
) -> httpx.Response:
    place = place_of("confirm_consent", consent_id=ground["id"])
    page = await desk.browser.get(f"{place}?version={ground['version']}")
    assert "other_agent" in page.text
    return await desk.browser.send(page, place, other_agent=str(agent), other_pin=pin)


async def _sessions(desk: Desk, agent_id: UUID) -> list[Any]:
    return await desk.world.owner.fetch(
        "SELECT id, device_id, status, end_reason FROM agent_session WHERE agent_id = $1", agent_id
    )


async def test_the_second_person_confirms_and_the_first_stays_signed_in(desk: Desk) -> None:
    ground = await _a_ground(desk)
    first = await desk.session_id()
    alone = await desk.browser.send(
        await desk.form("confirm_consent", consent_id=ground["id"]),
        place_of("confirm_consent", consent_id=ground["id"]),
    )
    assert alone.status_code == 409
    done = await _confirm(desk, ground, desk.keeper, PIN)
    assert done.status_code == 303, done.text
    assert await desk.session_id() == first
    assert (await desk.browser.get("/bureau/moi")).status_code == 200
    (second,) = await _sessions(desk, desk.keeper)
    (of_first,) = await _sessions(desk, desk.officer)
    assert (second["status"], second["end_reason"]) == ("ended", "switched")
    assert second["device_id"] == of_first["device_id"] is not None
    assert await desk.acted(ground["id"], "consent:confirm") == [
        (desk.officer, "refused", "second-person-needed", str(first)),
        (desk.keeper, "allowed", None, str(second["id"])),
    ]
    assert [e[2] for e in await desk.acted(second["id"], "session:open")] == ["pin"]
    assert [e[2] for e in await desk.acted(second["id"], "session:end")] == ["switched"]


async def test_the_same_agent_is_no_second_person(desk: Desk) -> None:
    ground = await _a_ground(desk)
    answer = await _confirm(desk, ground, desk.officer, OTHER_PIN)
    assert answer.status_code == 409
    assert len(await _sessions(desk, desk.officer)) == 1
    assert [each[1:3] for each in await desk.acted(ground["id"], "consent:confirm")] == [
        ("refused", "second-person-needed")
    ]


@pytest.mark.parametrize("pin", [WRONG_PIN, ""])
async def test_a_wrong_code_confirms_nothing_and_the_form_is_that_of_the_first(
    desk: Desk, pin: str
) -> None:
    ground = await _a_ground(desk)
    refused = await _confirm(desk, ground, desk.keeper, pin)
    assert refused.status_code == 401
    assert "Rien n'a été enregistré." in Parsed(refused.text).text
    assert await _sessions(desk, desk.keeper) == []
    place = place_of("confirm_consent", consent_id=ground["id"])
    done = await desk.browser.send(refused, place, other_agent=str(desk.keeper), other_pin=PIN)
    assert done.status_code == 303, done.text


async def test_a_form_that_was_kept_charges_no_colleague_with_a_wrong_code(desk: Desk) -> None:
    ground = await _a_ground(desk)
    place = place_of("confirm_consent", consent_id=ground["id"])
    page = await desk.browser.get(f"{place}?version={ground['version']}")
    await desk.pass_time(minutes=11)
    kept = await desk.browser.send(page, place, other_agent=str(desk.keeper), other_pin=PIN)
    assert kept.status_code == 401
    tried = "SELECT count(*) FROM pin_try WHERE agent_id = $1"
    before = await desk.world.owner.fetchval(tried, desk.keeper)
    asked = await desk.browser.send(kept, ENTER, agent=str(desk.officer), pin=OTHER_PIN)
    assert asked.status_code == 401
    assert Parsed(asked.text).form(place).fields
    assert await desk.world.owner.fetchval(tried, desk.keeper) == before
    assert not await desk.world.events(action="session:refuse", agent_id=desk.keeper)
    (refused,) = await desk.acted(ground["id"], "consent:confirm")
    assert refused[:3] == (desk.officer, "refused", "proof-needed")
    done = await desk.browser.send(asked, place, other_agent=str(desk.keeper), other_pin=PIN)
    assert done.status_code == 303, done.text


async def test_sent_twice_the_second_person_acts_once(desk: Desk) -> None:
    ground = await _a_ground(desk)
    place = place_of("confirm_consent", consent_id=ground["id"])
    page = await desk.browser.get(f"{place}?version={ground['version']}")
    for _ in range(2):
        answer = await desk.browser.send(page, place, other_agent=str(desk.keeper), other_pin=PIN)
        assert answer.status_code == 303, answer.text
    assert [each[:3] for each in await desk.acted(ground["id"], "consent:confirm")] == [
        (desk.keeper, "allowed", None), (desk.keeper, "allowed", "replayed"),
    ]  # fmt: skip


async def test_a_refused_act_is_shown_to_the_first_person_with_its_own_form(desk: Desk) -> None:
    """The second person must not leave a form of her or his own behind in the browser."""
    ground = await _a_ground(desk)
    place = place_of("confirm_consent", consent_id=ground["id"])
    page = await desk.browser.get(f"{place}?version=99")
    refused = await desk.browser.send(page, place, other_agent=str(desk.keeper), other_pin=PIN)
    assert refused.status_code in {409, 412}
    token = Parsed(refused.text).form(place).fields[0].value
    made_for = desk.world.app.state.form_tokens.made_for(token)
    assert made_for.agent_id == desk.officer
