"""Reconsiderations: a negative decision is taken up again, by somebody else, in time."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.reconsiderations import LateReason
from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.identification.reconsiderations.operations import (
    request_reconsideration,
)
from referral_api.domain.identification.reconsiderations.schemas import ReconsiderationRequest
from referral_api.errors import MalformedInput
from referral_api.permissions import Actor, Role
from tests.support.audit_log import recorded, refused
from tests.support.measures import decide, path_of
from tests.support.stays import told
from tests.support.world import World

FULL = {
    "event": "identify", "acts": ["RECRUITMENT"], "means": ["FRAUD"],
    "forms": ["MENDICITE_FORCEE"], "ground": "TRAITE_2012_023",
}  # fmt: skip
_TODAY = datetime.now(UTC).date()
_WORDS = {"reasons": "Motif de Testova"}
_WORKER, _AUTHORITY = Role.CASE_WORKER, Role.IDENTIFICATION_AUTHORITY


async def _negative(world: World, *events: str) -> tuple[str, dict[str, Any]]:
    """Register a person on whom the police decide, in the end, in the negative."""
    case_id = (await world.a_case(world.police))["id"]
    events = events or ("begin_screening", "presume", "not_identify")
    decision = await decide(world, world.police, case_id, *events)
    return f"/v1/cases/{case_id}", {
        "decision_id": decision["id"], "asked_by": "person", "asked_on": str(_TODAY),
        "new_facts": "yes",
    }  # fmt: skip


async def _asked(world: World, *events: str) -> tuple[str, dict[str, Any]]:
    case, body = await _negative(world, *events)
    agent = world.police.agent(_WORKER)
    return case, await world.done(agent, "POST", f"{case}/reconsiderations", body)


async def _step(
    world: World, agent_id: UUID, asked: dict[str, Any], event: str, body: Any = None
) -> dict[str, Any]:
    path = f"/v1/cases/{asked['case_id']}/reconsiderations/{asked['id']}/{event}"
    return await world.done(agent_id, "POST", path, body, version=asked["version"])


async def _status(world: World, case: str) -> str:
    found: str = (await world.done(world.police.agent(_WORKER), "GET", case))["status"]
    return found


async def test_another_authority_upholds_and_the_case_returns_to_where_it_was(
    world: World,
) -> None:
    case, body = await _negative(world)
    agent, first = world.police.agent(_WORKER), world.police.agent(_AUTHORITY)
    asked = await world.done(
        agent, "POST", f"{case}/reconsiderations", body | {"grounds": "Testova n'a pas été crue"}
    )
    assert (asked["status"], asked["grounds"]) == ("requested", None)
    assert await _status(world, case) == "under_review"
    assert await recorded(world, "reconsideration:request", asked) == [agent]
    assert asked["id"] in await told(world, world.police, "reconsideration:request")
    path = f"{case}/reconsiderations/{asked['id']}"
    seen = await world.done(agent, "GET", path)
    assert seen["grounds"] == "Testova n'a pas été crue"
    sealed = await world.owner.fetchval(
        "SELECT sealed_grounds FROM reconsideration WHERE id = $1", UUID(asked["id"])
    )
    assert b"Testova" not in sealed
    coordinator = world.coordination.agent(Role.COORDINATOR)
    assert (await world.done(coordinator, "GET", path))["grounds"] is None
    await refused(world, 409, "second-person-needed", first, "POST", f"{path}/admit", version=1)
    await refused(world, 403, "forbidden", agent, "POST", f"{path}/admit", version=1)
    other = await world.make_agent(world.police, _AUTHORITY)
    admitted = await _step(world, other, asked, "admit")
    upheld = await _step(world, other, admitted, "uphold", _WORDS)
    assert (upheld["status"], upheld["decided_by_agent_id"]) == ("upheld", str(other))
    assert await _status(world, case) == "not_identified"
    assert (await world.done(agent, "GET", path))["reasons"] == _WORDS["reasons"]
    listed = await world.done(agent, "GET", f"{case}/reconsiderations")
    assert [one["reasons"] for one in listed["items"]] == [None]


@pytest.mark.parametrize("event", ["not-admit", "withdraw"])
async def test_a_request_that_is_not_heard_or_is_withdrawn_leaves_the_case_where_it_was(
    world: World, event: str
) -> None:
    case, asked = await _asked(world, "begin_screening", "not_presume")
    other = await world.make_agent(world.police, _AUTHORITY)
    ended = (
        await _step(world, other, asked, event, _WORDS) if event == "not-admit"
        else await _step(world, world.police.agent(_WORKER), asked, event)
    )  # fmt: skip
    assert ended["closed_at"] is not None
    assert await _status(world, case) == "not_presumed"


@pytest.mark.parametrize(
    ("events", "decision", "status"),
    [
        (("begin_screening", "presume", "not_identify"), FULL,
         "identified"),
        (("begin_screening", "not_presume"), {"event": "presume"}, "presumed"),
    ],
)  # fmt: skip
async def test_a_change_records_the_new_decision_with_it(
    world: World, events: tuple[str, ...], decision: dict[str, Any], status: str
) -> None:
    case, asked = await _asked(world, *events)
    other = await world.make_agent(world.police, _AUTHORITY)
    admitted = await _step(world, other, asked, "admit")
    path = f"{case}/reconsiderations/{asked['id']}/change"
    body = {"decision": {"event": "not_identify"}} | _WORDS
    await refused(world, 422, "malformed-input", other, "POST", path, body, version=2)
    body = {"decision": {"event": "identify"}} | _WORDS
    await refused(world, 409, "incomplete-grounds", other, "POST", path, body, version=2)
    changed = await _step(world, other, admitted, "change", {"decision": decision} | _WORDS)
    assert changed["status"] == "changed"
    assert await _status(world, case) == status
    acts = await world.events(case_id=UUID(asked["case_id"]), agent_id=other, outcome="allowed")
    opened = ["measure:open"] if status == "presumed" else []
    assert [act["action"] for act in acts] == [
        "reconsideration:admit", "reconsideration:change", "decision:record", *opened
    ]  # fmt: skip
    page = await world.done(other, "GET", path_of(asked["case_id"]))
    assert [one["kind"] for one in page["items"]] == ["recovery_period"]


async def test_legal_aid_that_reads_the_decisions_asks_and_others_do_not(world: World) -> None:
    case, body = await _negative(world)
    aid, shelter = await world.make_organisation("legal_aid"), world.shelter
    case_id = case.rpartition("/")[2]
    for receiver in (aid, shelter):
        sections = ["exploitation"] if receiver is aid else ["protection"]
        sent = await world.a_referral(
            case_id, to=receiver, service_type="legal_aid", shared_sections=sections
        )
        sent = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", sent, "send")
        await world.move(receiver.agent(Role.SUPERVISOR), "referrals", sent, "accept", {})
    path = f"{case}/reconsiderations"
    await refused(world, 403, "forbidden", shelter.agent(_WORKER), "POST", path, body)
    await refused(world, 404, "not-found", world.stranger.agent(_WORKER), "POST", path, body)
    asked = await world.done(aid.agent(_WORKER), "POST", path, body | {"grounds": "Motif"})
    assert await _status(world, case) == "under_review"
    await refused(
        world, 403, "forbidden", world.police.agent(_WORKER), "POST",
        f"{path}/{asked['id']}/withdraw", version=1,
    )  # fmt: skip
    withdrawn = await _step(world, aid.agent(_WORKER), asked, "withdraw")
    assert await recorded(world, "reconsideration:withdraw", withdrawn) == [aid.agent(_WORKER)]


async def test_legal_aid_that_reads_the_decisions_no_more_withdraws_nothing(world: World) -> None:
    case, body = await _negative(world)
    aid, case_id = await world.make_organisation("legal_aid"), case.rpartition("/")[2]
    consent = await world.a_consent(case_id, aid)
    sent = await world.a_referral(
        case_id, to=aid, service_type="legal_aid", shared_sections=["exploitation"],
        consent_id=consent["id"],
    )  # fmt: skip
    sent = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", sent, "send")
    await world.move(aid.agent(Role.SUPERVISOR), "referrals", sent, "accept", {})
    path = f"{case}/reconsiderations"
    asked = await world.done(aid.agent(_WORKER), "POST", path, body)
    await world.move(world.police.agent(Role.FIRST_RESPONDER), "consents", consent, "withdraw")
    for agent in (aid.agent(_WORKER), world.police.agent(_WORKER)):
        await refused(
            world, 403, "forbidden", agent, "POST", f"{path}/{asked['id']}/withdraw", version=1
        )
    assert await _status(world, case) == "under_review"


async def test_a_request_goes_with_the_person_to_who_answers_for_her_now(world: World) -> None:
    case, asked = await _asked(world)
    offer = await world.an_offer(case.rpartition("/")[2], kind="protection", to=world.ngo)
    await world.move(world.ngo.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    path = f"{case}/reconsiderations/{asked['id']}/withdraw"
    await refused(world, 403, "forbidden", world.police.agent(_WORKER), "POST", path, version=1)
    assert await _status(world, case) == "under_review"
    worker = world.ngo.agent(_WORKER)
    withdrawn = await _step(world, worker, asked, "withdraw")
    assert await recorded(world, "reconsideration:withdraw", withdrawn) == [worker]
    assert await _status(world, case) == "not_identified"


@pytest.mark.parametrize("event", ["admit", "not-admit", "uphold", "change", "withdraw"])
async def test_nothing_is_decided_on_a_closed_file(world: World, event: str) -> None:
    case, asked = await _asked(world)
    other, lead = await world.make_agent(world.police, _AUTHORITY), Role.SUPERVISOR
    if event in {"uphold", "change"}:
        asked = await _step(world, other, asked, "admit")
    version = (await world.done(world.police.agent(lead), "GET", case))["version"]
    reason = {"reason": "lost_contact"}
    await world.done(world.police.agent(lead), "POST", f"{case}/close", reason, version=version)
    body = {
        "not-admit": _WORDS, "uphold": _WORDS, "change": _WORDS | {"decision": FULL}
    }.get(event)  # fmt: skip
    problem = await refused(
        world, 409, "invalid-transition",
        world.police.agent(_WORKER) if event == "withdraw" else other, "POST",
        f"{case}/reconsiderations/{asked['id']}/{event}", body, version=asked["version"],
    )  # fmt: skip
    assert problem["current_state"] == "closed"


async def test_a_late_request_is_received_with_its_reason(world: World) -> None:
    case, body = await _negative(world)
    agent = world.police.agent(_WORKER)
    actor = Actor(world.police.id, "police", agent, None, frozenset({_WORKER}), "")
    ask = partial(
        request_reconsideration,
        vault=world.process.vault,
        time=timedelta(days=-2),
        case_id=UUID(case.rpartition("/")[2]),
    )
    for reason in (None, LateReason.NOT_TOLD):
        request = ReconsiderationRequest.model_validate(body | {"late_reason": reason})
        async with world.process.database.transaction(actor, "grants") as transaction:
            if reason is None:
                with pytest.raises(MalformedInput) as refusal:
                    await ask(transaction, request=request)
                assert refusal.value.facts["errors"] == [
                    {"pointer": "/late_reason", "code": "missing"}
                ]
            else:
                assert (await ask(transaction, request=request)).late_reason == reason
    early = body | {"asked_on": "2026-01-01"}
    await refused(world, 422, "malformed-input", agent, "POST", f"{case}/reconsiderations", early)


async def test_only_the_last_negative_decision_is_contested_and_once(world: World) -> None:
    case, asked = await _asked(world)
    path, agent = f"{case}/reconsiderations", world.police.agent(_WORKER)
    body = {
        "decision_id": asked["decision_id"], "asked_by": "person", "asked_on": str(_TODAY),
        "new_facts": "no",
    }  # fmt: skip
    await refused(world, 409, "conflict", agent, "POST", path, body)
    other, presumed = await _negative(world, "begin_screening", "presume")
    await refused(world, 409, "conflict", agent, "POST", f"{other}/reconsiderations", presumed)


async def test_while_it_goes_on_nobody_concludes_the_review_by_another_way(world: World) -> None:
    case, asked = await _asked(world)
    first = world.police.agent(_AUTHORITY)
    body = {"event": "not_identify"}
    await refused(world, 409, "conflict", first, "POST", f"{case}/decisions", body)
    assert await _status(world, case) == "under_review"
    await _step(world, world.police.agent(_WORKER), asked, "withdraw")
    await decide(world, world.police, case.rpartition("/")[2], "reconsider", "not_identify")


async def test_a_presumption_that_comes_out_of_a_review_takes_an_authority(world: World) -> None:
    case, _ = await _negative(world)
    await decide(world, world.police, case.rpartition("/")[2], "reconsider")
    body = {"event": "presume"}
    worker = world.police.agent(_WORKER)
    await refused(world, 403, "forbidden", worker, "POST", f"{case}/decisions", body)
    await decide(world, world.police, case.rpartition("/")[2], "presume")


async def test_the_coordination_is_told_of_a_request_that_nobody_decides_in_time(
    world: World,
) -> None:
    _, asked = await _asked(world)
    assert not asked["is_overdue"]
    past = datetime.now(UTC) - timedelta(minutes=1)
    await world.rewrite("reconsideration", asked, due_by=past)
    await publish_overdue(world.process.database)
    assert await recorded(world, "reconsideration:overdue", asked) == [None]
    found = await world.owner.fetch(
        "SELECT stage, organisation_id FROM notice WHERE subject_id = $1", UUID(asked["id"])
    )
    assert ("region", world.coordination.id) in {tuple(row) for row in found}
