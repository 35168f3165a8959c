"""A call is refused as the act itself would be, and where nobody can have been called back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.calls import (
    call_body,
    give_telephone,
    offered,
    record,
    record_refused,
    referred,
    shown,
)
from tests.support.client_tokens import signed_in_by
from tests.support.scene import add_client
from tests.support.world import World

PAST = datetime.now(UTC) - timedelta(minutes=1)
LATER = "2099-01-01T00:00:00Z"
# Marks of direction, soft hyphens, tags, private and unassigned characters, ends of lines.
_UNFIT = (
    "Ga\u202ede", "Ga\u2066de", "Ga\u00adde", "Garde\U000e0041", "Ga\ue000de", "Ga\u0378de",
    "\u200b\u200b", "\ufeff\ufeff", "\u3164\u3164", "\u115f\u1160\uffa0", "two\nlines", "a\u2028b",
)  # fmt: skip


async def test_whoever_offered_a_handoff_does_not_record_its_acceptance(world: World) -> None:
    row, _ = await offered(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    await record_refused(world, 409, "second-person-needed", supervisor, "handoffs", row, "accept")
    # A refusal takes nothing: the same person may record it.
    call = await record(world, supervisor, "handoffs", row, "decline")
    assert await recorded(world, "handoff:decline", row) == [supervisor]
    assert call["act"] == "decline"


async def test_one_machine_key_does_not_stand_for_both_persons(world: World) -> None:
    case_id = (await world.a_case())["id"]
    await give_telephone(world, world.ngo)
    consent = await world.a_consent(case_id, world.ngo)
    key = await add_client(world, world.police)
    offering, calling = (
        world.police.agent(Role.SUPERVISOR),
        world.police.agent(Role.FIRST_RESPONDER),
    )
    body = {
        "case_id": case_id, "kind": "protection", "to_id": str(world.ngo.id), "priority": "urgent",
        "reason": "specialised_care", "consent_id": consent["id"],
    }  # fmt: skip
    row = await world.done(
        None, "POST", "/v1/handoffs", body, headers=signed_in_by(world, key, offering)
    )
    answer = await world.call(
        None, "POST", f"/v1/handoffs/{row['id']}/calls", call_body("accept"), version=1,
        headers=signed_in_by(world, key, calling),
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (409, "second-person-needed")
    assert await recorded(world, "handoff:accept", row) == []
    call = await record(world, calling, "handoffs", row, "accept")
    assert await recorded(world, "call:record", call) == [calling]


async def test_no_call_answers_an_assignment(world: World) -> None:
    case_id = (await world.a_case())["id"]
    await give_telephone(world, world.ngo)
    body = {
        "case_id": case_id, "kind": "protection", "to_id": str(world.ngo.id), "reason": "safety"
    }  # fmt: skip
    first = world.coordination.agent(Role.COORDINATOR)
    row = await world.done(first, "POST", "/v1/handoffs/assignments", body)
    second = await world.make_agent(world.coordination, Role.COORDINATOR)
    for act in ("accept", "decline"):
        await record_refused(world, 409, "conflict", second, "handoffs", row, act)
    custodian = world.police.agent(Role.FIRST_RESPONDER)
    await record_refused(world, 403, "forbidden", custodian, "handoffs", row, "accept")


async def test_the_receiver_itself_and_strangers_record_no_call(world: World) -> None:
    row, shelter = await referred(world)
    for status, code, agent in (
        (403, "forbidden", shelter.agent(Role.SUPERVISOR)),
        (403, "forbidden", world.police.agent(Role.INTAKE_OFFICER)),
        (404, "not-found", world.stranger.agent(Role.SUPERVISOR)),
    ):
        await record_refused(world, status, code, agent, "referrals", row, "accept")


async def test_a_receiver_without_a_duty_telephone_was_not_called_back(world: World) -> None:
    row, _ = await referred(world, telephone=False)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await record_refused(world, 409, "no-duty-telephone", officer, "referrals", row, "accept")
    assert (await shown(world, row))["status"] == "requested"


@pytest.mark.parametrize(
    ("pointer", "code", "fields"),
    [
        ("/called_back", "invalid_value", {"called_back": False}),
        ("/said_by", "too_short", {"said_by": " x "}),
        ("/said_by", "too_long", {"said_by": "x" * 121}),
        ("/said_by", "invalid_value", {"said_by": "\u0301\u0301"}),
        ("/said_by", "invalid_value", {"said_by": "12 34"}),
        *(("/said_by", "invalid_characters", {"said_by": name}) for name in _UNFIT),
        ("/act", "invalid_value", {"act": "decline"}),
        ("/reason", "invalid_value", {"reason": "no_capacity"}),
        ("/reason", "missing", {"act": "reject", "reason": None}),
        ("/expected_start", "invalid_value", {"act": "start", "expected_start": LATER}),
        ("/expected_start", "out_of_range", {"expected_start": LATER}),
        ("/happened_at", "out_of_range", {"happened_at": LATER}),
        ("/happened_at", "out_of_range", {"happened_at": "2020-01-01T00:00:00Z"}),
    ],
)  # fmt: skip
async def test_rubbish_is_refused(
    world: World, pointer: str, code: str, fields: dict[str, Any]
) -> None:
    row, _ = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    problem = await record_refused(
        world, 422, "malformed-input", officer, "referrals", row, **({"act": "accept"} | fields)
    )
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [(pointer, code)]
    assert (await shown(world, row))["version"] == row["version"]


async def test_who_said_so_is_kept_composed_and_without_spaces_around(world: World) -> None:
    row, _ = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    call = await record(world, officer, "referrals", row, "accept", said_by=" Aze\u0301 2 ")
    assert call["said_by"] == "Az\u00e9 2"
    assert await recorded(world, "call:record", call) == [officer]


async def test_a_call_repeats_an_answer_to_what_was_asked_and_is_still_asked(world: World) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    stale = row | {"version": row["version"] - 1}
    await record_refused(world, 412, "stale-version", officer, "referrals", stale, "accept")
    await record_refused(world, 409, "invalid-transition", officer, "referrals", row, "start")
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", row, "accept", {})
    problem = await record_refused(
        world, 409, "invalid-transition", officer, "referrals", row, "reject"
    )
    assert problem["current_state"] == "accepted"


async def test_an_expired_question_is_not_answered_by_telephone(world: World) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    for resource, table, (row, _) in (
        ("referrals", "referral", await referred(world)),
        ("handoffs", "handoff", await offered(world)),
    ):
        await world.rewrite(table, row, decide_by=PAST)
        problem = await record_refused(
            world, 409, "invalid-transition", officer, resource, row, "accept"
        )
        assert problem["current_state"] == "expired"
        assert await recorded(world, f"{table}:expire", row) == [None]


async def test_nothing_is_accepted_by_telephone_on_a_closed_file(world: World) -> None:
    row, _ = await referred(world)
    supervisor = world.police.agent(Role.SUPERVISOR)
    case = await world.done(supervisor, "GET", f"/v1/cases/{row['case_id']}")
    path, body = f"/v1/cases/{case['id']}/close", {"reason": "lost_contact"}
    await world.done(supervisor, "POST", path, body, version=case["version"])
    for agent in (supervisor, world.coordination.agent(Role.COORDINATOR)):
        problem = await record_refused(
            world, 409, "invalid-transition", agent, "referrals", row, "accept"
        )
        assert problem["current_state"] == "closed"


async def test_nothing_is_accepted_by_telephone_for_an_organisation_that_is_away(
    world: World,
) -> None:
    officer = world.police.agent(Role.FIRST_RESPONDER)
    row, shelter = await referred(world)
    deactivate = "UPDATE organisation SET active = false WHERE id = $1"
    await world.arrange(shelter.id, deactivate, shelter.id)
    problem = await record_refused(world, 409, "conflict", officer, "referrals", row, "accept")
    assert problem["away"] == [str(shelter.id)]


@pytest.mark.parametrize("by", ["sender", "coordination"])
async def test_an_acceptance_by_telephone_needs_a_consent_and_a_place(
    world: World, by: str
) -> None:
    row, shelter = await referred(world)
    officer = world.police.agent(Role.FIRST_RESPONDER)
    agent = officer if by == "sender" else world.coordination.agent(Role.COORDINATOR)
    await world.set_places(shelter, 0)
    await record_refused(world, 409, "no-capacity", agent, "referrals", row, "accept")
    await world.set_places(shelter, 1)
    await world.rewrite("consent", {"id": row["consent_id"], "case_id": row["case_id"]},
                        valid_until=PAST)  # fmt: skip
    await record_refused(world, 409, "consent-missing", agent, "referrals", row, "accept")
