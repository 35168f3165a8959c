"""Sensitive acts ask once more who it is, in the same form; what is urgent never does."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from referral_api.pages.operation import OPERATIONS
from referral_api.pages.sensitive import NEVER, SENSITIVE, SENSITIVE_PERMISSIONS
from referral_api.permissions import DevicePermission, Role
from tests.support.desk import ENTER, PIN, WRONG_PIN, Desk, place_of
from tests.support.visitors import Parsed, Visitor
from tests.support.world import World


@pytest.fixture
async def desk(world: World) -> Desk:
    desk = await Desk.of(world)
    await desk.sign_in(desk.keeper)
    return desk


async def _a_ground(desk: Desk) -> dict[str, Any]:
    """A legal ground that waits for a second person."""
    case = await desk.world.a_case(desk.unit)
    return await desk.world.a_consent(
        case["id"], desk.world.health, by=desk.unit, legal_ground="vital_interest"
    )


def test_every_name_is_one_of_an_operation_and_no_urgent_act_waits_for_a_proof() -> None:
    assert OPERATIONS.keys() >= SENSITIVE.keys() | NEVER
    assert not SENSITIVE.keys() & NEVER
    assert {"withdraw_consent", "arrive_stay", "confirm_arrival", "depart_referral",
            "depart_stay", "depart_handoff", "record_incident", "report_tip"} <= NEVER  # fmt: skip
    assert DevicePermission.SUSPEND not in SENSITIVE_PERMISSIONS
    sensitive = {OPERATIONS[name].permission for name in SENSITIVE}
    assert not sensitive & {OPERATIONS[name].permission for name in NEVER}


async def test_a_subscription_whose_secret_is_shown_needs_a_fresh_proof(world: World) -> None:
    administrator = world.coordination.agent(Role.ADMINISTRATOR)
    visitor = await Visitor.of(world, administrator)
    await world.owner.execute(
        "UPDATE agent_session SET proved_at = now() - interval '6 minutes' WHERE agent_id = $1",
        administrator,
    )
    world.process.sessions.forget_agent(administrator)
    place = place_of("create_webhook_subscription")
    page = await visitor.get(place)
    asked = await visitor.send(
        page, place, client_id=str(uuid4()), url="https://partner.example/hook"
    )
    assert asked.status_code == 401
    assert "whsec_" not in asked.text
    refused = await world.events(
        action=str(OPERATIONS["create_webhook_subscription"].permission), agent_id=administrator
    )
    assert [(row["outcome"], row["code"]) for row in refused] == [("refused", "proof-needed")]


async def _confirm(desk: Desk, ground: dict[str, Any], **given: str) -> httpx.Response:
    page = await desk.browser.get(
        f"{place_of('confirm_consent', consent_id=ground['id'])}?version={ground['version']}"
    )
    place = place_of("confirm_consent", consent_id=ground["id"])
    return await desk.browser.send(page, place, **given)


async def _status(desk: Desk, ground: dict[str, Any]) -> str:
    found: dict[str, Any] = await desk.world.done(
        desk.keeper, "GET", f"/v1/consents/{ground['id']}"
    )
    return str(found["status"])


async def test_an_old_proof_confirms_no_legal_ground_and_the_form_asks_for_the_pin(
    desk: Desk,
) -> None:
    ground = await _a_ground(desk)
    await desk.age_proof()
    asked = await _confirm(desk, ground)
    assert asked.status_code == 401
    said = Parsed(asked.text)
    assert "Rien n'a été enregistré." in said.text
    assert "Votre code personnel, encore une fois" in said.text
    refused = await desk.acted(ground["id"], "consent:confirm")
    assert [each[1:3] for each in refused] == [("refused", "proof-needed")]
    place = place_of("confirm_consent", consent_id=ground["id"])
    wrong = await desk.browser.send(asked, place, own_pin=WRONG_PIN)
    assert wrong.status_code == 401
    assert await _status(desk, ground) == "provisional"
    done = await desk.browser.send(wrong, place, own_pin=PIN)
    assert done.status_code == 303, done.text
    session_id = str(await desk.session_id())
    assert (await desk.acted(ground["id"], "consent:confirm"))[-1] == (
        desk.keeper, "allowed", None, session_id,
    )  # fmt: skip
    assert [each[1:3] for each in await desk.acted(session_id, "session:prove")] == [
        ("allowed", None)
    ]


async def test_the_form_itself_asks_beforehand_and_a_fresh_proof_is_not_asked_again(
    desk: Desk,
) -> None:
    ground = await _a_ground(desk)
    fresh = await desk.form("confirm_consent", consent_id=ground["id"])
    assert "own_pin" not in fresh.text
    await desk.age_proof()
    old = await desk.form("confirm_consent", consent_id=ground["id"])
    assert "own_pin" in old.text
    assert (await _confirm(desk, ground, own_pin=PIN)).status_code == 303


async def test_only_some_reasons_to_close_a_file_need_a_proof(desk: Desk) -> None:
    case = await desk.world.a_case(desk.unit)
    place = place_of("close_case", case_id=case["id"])
    await desk.age_proof()
    page = await desk.form("close_case", case_id=case["id"])
    dead = await desk.browser.send(page, place, reason="deceased")
    assert dead.status_code == 401
    assert "own_pin" in dead.text
    done = await desk.browser.send(dead, place, reason="support_completed")
    assert done.status_code == 303, done.text


async def test_a_withdrawal_and_an_arrival_never_wait_for_a_proof(desk: Desk) -> None:
    case = await desk.world.a_case(desk.unit)
    consent = await desk.world.a_consent(case["id"], desk.world.health, by=desk.unit)
    row = await desk.a_request()
    row = await desk.world.move(desk.keeper, "referrals", row, "accept", {})
    await desk.age_proof()
    for name, ids in (
        ("withdraw_consent", {"consent_id": consent["id"]}),
        ("start_referral", {"referral_id": row["id"]}),
    ):
        page = await desk.form(name, **ids)
        assert "own_pin" not in page.text
        answer = await desk.browser.send(page, place_of(name, **ids))
        assert answer.status_code == 303, answer.text


async def test_who_signs_in_without_a_pin_proves_it_on_the_page_of_sign_in(
    world: World, desk: Desk
) -> None:
    ground = await _a_ground(desk)
    visitor = await Visitor.of(world, desk.keeper)
    session_id = await desk.session_id(visitor)
    await world.owner.execute(
        "UPDATE agent_session SET proved_at = proved_at - interval '6 minutes' WHERE id = $1",
        session_id,
    )
    desk.forget(session_id)
    place = place_of("confirm_consent", consent_id=ground["id"])
    page = await visitor.get(f"{place}?version={ground['version']}")
    asked = await visitor.send(page, place)
    assert asked.status_code == 401
    assert "Ce formulaire vous attend." in Parsed(asked.text).text
    assert await _status(desk, ground) == "provisional"


async def test_devices_and_codes_need_a_fresh_proof_and_a_lost_device_none(desk: Desk) -> None:
    await desk.age_proof()
    invited = await desk.browser.get("/bureau/appareils/code")
    asked = await desk.browser.send(invited, "/bureau/appareils/code", own_pin="")
    assert asked.status_code == 401
    place = f"/bureau/personnes/{desk.guard}/code"
    asked = await desk.browser.send(await desk.browser.get(place), place, own_pin="")
    assert asked.status_code == 401
    assert await desk.acted(desk.guard, "pin:reset") == [
        (desk.keeper, "refused", "proof-needed", str(await desk.session_id()))
    ]
    page = await desk.browser.get("/bureau/moi")
    lost = next(form for form in Parsed(page.text).forms if form.action.endswith("/perdu"))
    answer = await desk.browser.post(lost.action, lost.filled())
    assert (answer.status_code, answer.headers["location"]) == (303, ENTER)


async def test_a_lost_answer_to_a_sensitive_act_is_found_again_after_the_next_sign_in(
    desk: Desk,
) -> None:
    ground = await _a_ground(desk)
    place = place_of("confirm_consent", consent_id=ground["id"])
    await desk.age_proof()
    page = await desk.browser.get(f"{place}?version={ground['version']}")
    first = await desk.browser.send(page, place, own_pin=PIN)
    assert first.status_code == 303  # and never arrives
    await desk.outlive()
    asked = await desk.browser.send(page, place, own_pin=PIN)
    assert asked.status_code == 401
    again = await desk.browser.send(asked, ENTER, agent=str(desk.keeper), pin=PIN)
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    assert [each[1:3] for each in await desk.acted(ground["id"], "consent:confirm")] == [
        ("allowed", None), ("allowed", "replayed"),
    ]  # fmt: skip
