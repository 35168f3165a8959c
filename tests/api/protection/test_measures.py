"""Protection measures: who proposes and decides what, on which grounds, and until when."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.casework.identification_steps import take_step
from referral_api.domain.codelists.status import DecisionEvent
from referral_api.domain.expiry_job import publish_overdue
from referral_api.domain.identification.decisions.lifecycle import EVERY_DECIDER
from referral_api.domain.identification.decisions.schemas import DecisionRecord
from referral_api.domain.protection.measures.terms import MeasureTerms
from referral_api.permissions import Actor, Role
from tests.support.audit_log import recorded, refused
from tests.support.children import GUARDIAN
from tests.support.measures import (
    a_determination,
    a_measure,
    act,
    decide,
    papers_of_child,
    path_of,
    propose,
)
from tests.support.plans import assessed, let_pass
from tests.support.stays import told
from tests.support.world import World

_TODAY = datetime.now(UTC).date()
_WORDS = {"reasons": "Motif de Testova"}


async def _presumed(world: World, **fields: Any) -> str:
    case_id: str = (await world.a_case(world.police, **fields))["id"]
    await decide(world, world.police, case_id, "begin_screening", "presume")
    return case_id


async def _recovery(world: World, case_id: str) -> dict[str, Any]:
    agent = world.police.agent(Role.CASE_WORKER)
    page = await world.done(agent, "GET", path_of(case_id))
    [found] = [one for one in page["items"] if one["kind"] == "recovery_period"]
    return dict(found)


async def _move_refused(
    world: World, status: int, code: str, agent_id: UUID, measure: dict[str, Any], event: str,
    body: Any = None,
) -> dict[str, Any]:  # fmt: skip
    path = f"{path_of(measure['case_id'])}/{measure['id']}/{event}"
    return await refused(
        world, status, code, agent_id, "POST", path, body, version=measure["version"]
    )


@pytest.mark.parametrize(("band", "days"), [("25_59", 30), ("12_14", 90), ("unknown", 90)])
async def test_a_presumption_opens_the_recovery_period_by_itself(
    world: World, band: str, days: int
) -> None:
    case_id = await _presumed(world, age_band=band)
    period = await _recovery(world, case_id)
    assert (period["status"], period["days"], period["is_held"]) == ("in_force", days, True)
    assert period["ends_on"] == str(_TODAY + timedelta(days=days))
    assert await recorded(world, "measure:open", period) == [
        world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    ]
    assert period["id"] in await told(world, world.police, "measure:open")


async def test_no_second_recovery_period_is_opened_and_none_where_it_is_not_automatic(
    world: World,
) -> None:
    agent_id = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    actor = Actor(
        world.police.id, "police", agent_id, None, frozenset({Role.IDENTIFICATION_AUTHORITY}), ""
    )
    presume = DecisionRecord(event=DecisionEvent.PRESUME)
    for automatic, proposed, expected in ((False, False, 0), (True, True, 1)):
        case_id = (await world.a_case(world.police))["id"]
        await decide(world, world.police, case_id, "begin_screening")
        if proposed:
            await propose(world, world.police, case_id, "recovery_period", days=45)
        terms = MeasureTerms(recovery_automatic=automatic)
        async with world.process.database.transaction(actor, "grants") as transaction:
            await take_step(
                transaction, world.process.vault, EVERY_DECIDER, terms, UUID(case_id), presume
            )
        page = await world.done(agent_id, "GET", path_of(case_id))
        assert [one["status"] for one in page["items"]] == ["proposed"] * expected
        assert not await world.events(action="measure:open", case_id=UUID(case_id))


async def test_a_recovery_period_ends_by_the_clock_and_never_while_identification_is_open(
    world: World,
) -> None:
    case_id = await _presumed(world)
    period = await _recovery(world, case_id)
    long_ago = _TODAY - timedelta(days=90)
    past = {
        "starts_on": long_ago, "ends_on": long_ago + timedelta(days=30),
        "ends_at": datetime.now(UTC) - timedelta(days=59),
    }  # fmt: skip
    await world.rewrite("measure", period, **past)
    await publish_overdue(world.process.database)
    assert (await _recovery(world, case_id))["status"] == "in_force"
    await decide(world, world.police, case_id, "not_identify")
    assert (await _recovery(world, case_id))["status"] == "ended"
    await publish_overdue(world.process.database)
    ended = await _recovery(world, case_id)
    assert (ended["status"], ended["outcome"]) == ("ended", "expired")
    assert await recorded(world, "measure:expire", ended) == [None]


async def test_nobody_shortens_a_recovery_period_but_the_person(world: World) -> None:
    case_id = await _presumed(world)
    period = await _recovery(world, case_id)
    lead = world.police.agent(Role.SUPERVISOR)
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    day = {"happened_on": str(_TODAY)}
    for agent, event, body in (
        (lead, "end", day | {"outcome": "replaced"}), (authority, "revoke", _WORDS),
    ):  # fmt: skip
        await _move_refused(world, 409, "conflict", agent, period, event, body)
    await _move_refused(world, 409, "invalid-transition", lead, period, "mark-error")
    await _move_refused(
        world, 422, "malformed-input", lead, period, "end-at-request",
        day | {"asked_by": "authority"},
    )  # fmt: skip
    ended = await act(world, lead, period, "end-at-request", day | {"asked_by": "person"})
    assert (ended["status"], ended["outcome"]) == ("ended", "person_changed_mind")


async def test_a_recovery_period_only_grows(world: World) -> None:
    period = await _recovery(world, await _presumed(world))
    lead = world.police.agent(Role.SUPERVISOR)
    await _move_refused(
        world, 403, "forbidden", lead, period, "extend", {"reason": "safety", "days": 10}
    )
    period = await act(world, lead, period, "extend", {"reason": "trauma", "days": 10})
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    period = await act(world, authority, period, "extend", {"reason": "safety", "days": 5})
    assert period["ends_on"] == str(_TODAY + timedelta(days=45))
    assert [one["days"] for one in period["extensions"]] == [10, 5]


async def test_a_recovery_period_that_an_authority_grants_has_its_whole_length(
    world: World,
) -> None:
    case_id = (await world.a_case(world.police))["id"]
    early = str(_TODAY - timedelta(days=20))
    asked = await propose(world, world.police, case_id, "recovery_period", starts_on=early)
    authority = world.police.agent(Role.IDENTIFICATION_AUTHORITY)
    body = await _move_refused(world, 409, "measure-ungrounded", authority, asked, "grant", {})
    assert body["unmet"] == ["screening"]
    await decide(world, world.police, case_id, "begin_screening")
    await _move_refused(
        world, 422, "malformed-input", authority, asked, "grant", {"ends_on": str(_TODAY)}
    )
    granted = await act(world, authority, asked, "grant", {})
    assert granted["status"] == "in_force"
    assert granted["ends_on"] == str(_TODAY + timedelta(days=30))
    await world.rewrite("measure", granted, starts_at=datetime.now(UTC))
    await publish_overdue(world.process.database)
    assert (await _recovery(world, case_id))["started_on"] == str(_TODAY)


async def test_a_return_takes_a_wish_a_consent_a_risk_assessment_and_two_persons(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    paper = (await world.a_consent(case_id, world.ngo, by=world.ngo))["id"]
    lead, worker = world.ngo.agent(Role.SUPERVISOR), world.ngo.agent(Role.CASE_WORKER)
    coordinator = world.coordination.agent(Role.COORDINATOR)
    unwanted = a_measure("voluntary_return", person_wants_it="no")
    body = await refused(
        world, 409, "measure-ungrounded", worker, "POST", path_of(case_id), unwanted
    )
    assert body["unmet"] == ["wish"]
    bare = await propose(world, world.ngo, case_id, "voluntary_return", person_wants_it="unknown")
    body = await _move_refused(world, 409, "measure-ungrounded", lead, bare, "grant", {})
    assert body["unmet"] == ["wish", "consent", "risk_assessment"]
    risk = await assessed(world, world.ngo, case_id)
    asked = await propose(
        world, world.ngo, case_id, "voluntary_return", consent_id=paper,
        risk_assessment_id=risk["id"], receiver="Testova",
    )  # fmt: skip
    half = await act(world, lead, asked, "grant", {})
    assert (half["status"], len(half["signatures"])) == ("proposed", 1)
    await _move_refused(world, 409, "second-person-needed", lead, half, "grant", {})
    await _move_refused(world, 403, "forbidden", worker, half, "grant", {})
    granted = await act(world, coordinator, half, "grant", {"legal_basis": "Loi 2012-023"})
    assert (granted["status"], granted["receiver"]) == ("granted", None)
    # The coordination signs, and opens nothing.
    reading = f"{path_of(case_id)}/{granted['id']}"
    assert (await world.done(coordinator, "GET", reading))["receiver"] is None
    assert (await world.done(worker, "GET", reading))["receiver"] == "Testova"
    started = await act(world, worker, granted, "start", {"happened_on": str(_TODAY)})
    contact: dict[str, Any] = {"purposes": ["follow_up_contact"], "sections": []}
    await world.a_consent(case_id, world.ngo, by=world.ngo, **contact)
    end = {"outcome": "carried_out", "happened_on": str(_TODAY)}
    ended = await act(world, worker, started, "end", end)
    assert (ended["arrived_on"], ended["status"]) == (str(_TODAY), "ended")
    due = await world.done(worker, "GET", f"/v1/cases/{case_id}/follow-ups")
    assert {one["point"] for one in due["items"]} == {"month_1", "month_3", "month_6", "month_12"}


@pytest.mark.parametrize(
    ("kind", "fields", "unmet"),
    [
        ("voluntary_return", {}, ["risk_assessment", "best_interests_determination"]),
        (
            "family_reunification", {"family_check": "concern"},
            ["risk_assessment", "safe_family", "best_interests_determination"],
        ),
        (
            "family_reunification",
            {"family_check": "not_done", "bid_id": "", "risk_assessment_id": ""}, ["safe_family"],
        ),
        ("child_placement", {"carer_check": "involved", "urgent": True},
         ["risk_assessment", "safe_carer"]),
        ("child_placement", {"risk_assessment_id": ""}, ["best_interests_determination"]),
        # A determination of something else is none.
        ("child_placement", {"risk_assessment_id": "", "bid_id": ""},
         ["best_interests_determination"]),
    ],
)  # fmt: skip
async def test_the_return_reunification_and_placement_of_a_child_need_their_papers(
    world: World, kind: str, fields: dict[str, Any], unmet: list[str]
) -> None:
    home = await world.make_organisation("child_protection")
    case_id = (await world.a_case(home, age_band="12_14"))["id"]
    papers = await papers_of_child(world, home, case_id, "family_reunification")
    fields = {name: papers[name] if value == "" else value for name, value in fields.items()}
    asked = await propose(world, home, case_id, kind, **fields)
    lead = home.agent(Role.SUPERVISOR)
    body = await _move_refused(world, 409, "measure-ungrounded", lead, asked, "grant", {})
    assert body["unmet"] == unmet


async def test_an_old_risk_assessment_is_none(world: World) -> None:
    home = await world.make_organisation("child_protection")
    case_id = (await world.a_case(home, age_band="12_14"))["id"]
    given = await papers_of_child(world, home, case_id, "kinship_care")
    assessment = {"id": given["risk_assessment_id"], "case_id": case_id}
    # It was recorded today: what counts is when it was conducted.
    await let_pass(world, "assessment", assessment, conducted_on=_TODAY - timedelta(days=31))
    asked = await propose(world, home, case_id, "child_placement", **given)
    lead = home.agent(Role.SUPERVISOR)
    body = await _move_refused(world, 409, "measure-ungrounded", lead, asked, "grant", {})
    assert body["unmet"] == ["risk_assessment"]
    month = _TODAY - timedelta(days=30)
    long_ago = datetime.now(UTC) - timedelta(days=90)
    await let_pass(world, "assessment", assessment, conducted_on=month, recorded_at=long_ago)
    assert (await act(world, lead, asked, "grant", {}))["status"] == "granted"
    other = (await world.a_case(home, age_band="12_14"))["id"]
    elsewhere = a_measure("child_placement", **given)
    body = await refused(
        world, 422, "malformed-input", home.agent(Role.CASE_WORKER), "POST", path_of(other),
        elsewhere,
    )  # fmt: skip
    assert [error["pointer"] for error in body["errors"]] == ["/bid_id", "/risk_assessment_id"]


async def test_an_assessment_that_names_no_risk_is_no_risk_assessment(world: World) -> None:
    home = await world.make_organisation("child_protection")
    case_id = (await world.a_case(home, age_band="12_14"))["id"]
    worker, empty = home.agent(Role.CASE_WORKER), await assessed(world, home, case_id, risks=[])
    body = a_measure("child_placement", risk_assessment_id=empty["id"])
    found = await refused(world, 422, "malformed-input", worker, "POST", path_of(case_id), body)
    assert [error["pointer"] for error in found["errors"]] == ["/risk_assessment_id"]
    named = await assessed(world, home, case_id)
    await propose(world, home, case_id, "child_placement", risk_assessment_id=named["id"])


@pytest.mark.parametrize(
    ("fields", "purpose", "other"),
    [
        ({}, "care", "transfer_abroad"),
        ({"return_kind": "abroad", "destination": {"country": "BF"}}, "transfer_abroad", "care"),
    ],
    ids=["within", "abroad"],
)
async def test_a_return_takes_a_consent_to_this_and_to_nothing_else(
    world: World, fields: dict[str, Any], purpose: str, other: str
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    lead, risk = world.ngo.agent(Role.SUPERVISOR), await assessed(world, world.ngo, case_id)
    unmet = []
    for said in (other, "anonymous_statistics", purpose):
        words: dict[str, Any] = {"purposes": [said], "sections": []}
        consent = await world.a_consent(case_id, world.ngo, by=world.ngo, **words)
        asked = await propose(
            world, world.ngo, case_id, "voluntary_return", consent_id=consent["id"],
            risk_assessment_id=risk["id"], **fields,
        )  # fmt: skip
        if said == purpose:
            assert (await act(world, lead, asked, "grant", {}))["signatures"]
            assert await recorded(world, "measure:grant", asked) == [lead]
        else:
            body = await _move_refused(world, 409, "measure-ungrounded", lead, asked, "grant", {})
            unmet.append(body["unmet"])
    assert unmet == [["consent"]] * 2


async def test_an_emergency_placement_has_seven_days_for_its_determination(
    world: World,
) -> None:
    home = await world.make_organisation("child_protection")
    case_id = (await world.a_case(home, age_band="12_14"))["id"]
    risk = (await assessed(world, home, case_id))["id"]
    lead, worker = home.agent(Role.SUPERVISOR), home.agent(Role.CASE_WORKER)
    asked = await propose(
        world, home, case_id, "child_placement", urgent=True, risk_assessment_id=risk,
        carer_check="not_done",
    )  # fmt: skip
    far = {"review_by": str(_TODAY + timedelta(days=120))}
    await _move_refused(world, 422, "malformed-input", lead, asked, "grant", far)
    granted = await act(world, lead, asked, "grant", {})
    assert granted["review_by"] == str(_TODAY + timedelta(days=90))
    started = await act(world, worker, granted, "start", {"happened_on": str(_TODAY)})
    past = datetime.now(UTC) - timedelta(minutes=1)
    await world.rewrite("measure", started, determine_by=past, review_at=past)
    await publish_overdue(world.process.database)
    for event in ("report_undetermined", "report_unreviewed"):
        assert await recorded(world, f"measure:{event}", started) == [None]
    kinds = await world.owner.fetch(
        "SELECT DISTINCT kind, stage FROM notice WHERE subject_id = $1", UUID(started["id"])
    )
    assert ("measure_determination", "region") in {tuple(row) for row in kinds}
    seen = await world.done(worker, "GET", f"{path_of(case_id)}/{started['id']}")
    late = {"bid_id": await a_determination(world, home, case_id, "integration_here")}
    await _move_refused(world, 422, "malformed-input", worker, seen, "attach", late)
    decided = await a_determination(world, home, case_id, "kinship_care")
    attached = await act(world, worker, seen, "attach", {"bid_id": decided})
    assert attached["bid_id"] == decided


@pytest.mark.parametrize(
    ("kind", "role", "fields", "person", "unmet"),
    [
        ("stay_permit", Role.IDENTIFICATION_AUTHORITY, {}, {"nationality": "ML"}, ["foreign"]),
        ("safety_measure", Role.INVESTIGATOR, {"urgent": False}, {}, ["risk_or_urgency"]),
        ("recovery_period", Role.IDENTIFICATION_AUTHORITY, {}, {}, ["screening"]),
    ],
)  # fmt: skip
async def test_each_kind_rests_on_what_the_table_names(
    world: World, kind: str, role: Role, fields: dict[str, Any], person: dict[str, Any],
    unmet: list[str],
) -> None:  # fmt: skip
    case_id = (await world.a_case(world.police, **person))["id"]
    asked = await propose(world, world.police, case_id, kind, **fields)
    agent = world.police.agent(role)
    body = await _move_refused(world, 409, "measure-ungrounded", agent, asked, "grant", {})
    assert body["unmet"] == unmet


async def _guardian(world: World, case_id: str, **fields: Any) -> str:
    """Record a guardian of a person who may be an adult by now."""
    case, lead = {"id": case_id}, world.prosecutor.agent(Role.SUPERVISOR)
    await world.rewrite("case", case, age_in_doubt=True)
    path = f"/v1/cases/{case_id}/guardians"
    guardian = await world.done(lead, "POST", path, GUARDIAN | fields)
    await world.rewrite("case", case, age_in_doubt=False)
    return str(guardian["id"])


@pytest.mark.parametrize(
    ("kind", "fields", "person", "unmet"),
    [
        ("guardian_appointment", {"family_check": "concern"}, {}, ["child", "no_known_concern"]),
        ("witness_protection", {"asked_by": "authority"}, {}, ["asked"]),
        ("witness_protection", {}, {}, []),
        ("guardian_appointment", {}, {"age_band": "12_14"}, []),
    ],
)  # fmt: skip
async def test_a_magistrate_decides_on_guardians_and_witnesses(
    world: World, kind: str, fields: dict[str, Any], person: dict[str, Any], unmet: list[str]
) -> None:
    case_id = (await world.a_case(world.prosecutor, **person))["id"]
    if kind == "guardian_appointment":
        fields = fields | {"guardian_id": await _guardian(world, case_id)}
    asked = await propose(world, world.prosecutor, case_id, kind, **fields)
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    if unmet:
        body = await _move_refused(world, 409, "measure-ungrounded", magistrate, asked, "grant", {})
        assert body["unmet"] == unmet
    else:
        granted = await act(world, magistrate, asked, "grant", {"starts_on": str(_TODAY)})
        assert granted["decided_by_agent_id"] == str(magistrate)
    lead = world.prosecutor.agent(Role.SUPERVISOR)
    seen = await world.done(lead, "GET", f"{path_of(case_id)}/{asked['id']}")
    await _move_refused(world, 403, "forbidden", lead, seen, "grant", {})


async def test_who_proposed_a_measure_does_not_decide_on_it_but_help_that_was_given(
    world: World,
) -> None:
    case_id = (await world.a_case(world.police))["id"]
    both = await world.make_agent(world.police, Role.SUPERVISOR)
    for kind, alone in (("safety_measure", False), ("emergency_shelter", True)):
        asked = await world.done(both, "POST", path_of(case_id), a_measure(kind))
        if alone:
            assert (await act(world, both, asked, "grant", {}))["status"] == "granted"
        else:
            await _move_refused(world, 409, "second-person-needed", both, asked, "grant", {})


@pytest.mark.parametrize(
    ("fields", "pointers"),
    [
        ({"kind": "voluntary_return", "return_kind": "abroad"}, ["/destination"]),
        ({"kind": "emergency_shelter", "days": 40}, ["/days"]),
        ({"kind": "emergency_shelter", "stay_id": "01980000-0000-7000-8000-000000000009"},
         ["/stay_id"]),
        ({"kind": "voluntary_return", "return_kind": "abroad", "destination": {"country": "ML"}},
         ["/destination/region"]),
    ],
)  # fmt: skip
async def test_a_measure_has_the_members_of_its_kind(
    world: World, fields: dict[str, Any], pointers: list[str]
) -> None:
    case_id = (await world.a_case(world.police))["id"]
    body = {"asked_by": "person", "person_wants_it": "yes"} | fields
    agent = world.police.agent(Role.CASE_WORKER)
    found = await refused(world, 422, "malformed-input", agent, "POST", path_of(case_id), body)
    assert [error["pointer"] for error in found["errors"]] == pointers


async def test_a_notice_is_sent_by_who_answers_for_the_person_and_answered_by_whom_it_is_for(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    court = await world.make_organisation("court")
    agent, clerk = world.ngo.agent(Role.CASE_WORKER), court.agent(Role.INVESTIGATOR)
    asked = await propose(
        world, world.ngo, case_id, "non_punishment_notice",
        addressed_to_organisation_id=str(court.id), facts="Testova a été contrainte",
    )  # fmt: skip
    reading = f"{path_of(case_id)}/{asked['id']}"
    assert (await world.call(clerk, "GET", reading)).status_code == 404
    assert asked["section"] == "justice"
    sent = await act(world, world.ngo.agent(Role.SUPERVISOR), asked, "grant", {})
    assert (sent["status"], sent["answer"]) == ("in_force", "awaited")
    assert sent["id"] in await told(world, court, "measure:grant")
    assert (await world.done(clerk, "GET", reading))["facts"] == "Testova a été contrainte"
    # A stored response, and a list, open nothing.
    listed = await world.done(agent, "GET", path_of(case_id))
    assert [one["facts"] for one in listed["items"]] == [None]
    await world.rewrite("measure", sent, answer_by=datetime.now(UTC) - timedelta(minutes=1))
    for _ in range(2):  # it begins by the clock, too
        await publish_overdue(world.process.database)
    assert await recorded(world, "measure:report_unanswered", sent) == [None]
    seen = await world.done(clerk, "GET", reading)
    day = {"outcome": "carried_out", "happened_on": str(_TODAY)}
    await _move_refused(world, 422, "malformed-input", clerk, seen, "end", day)
    await _move_refused(
        world, 422, "malformed-input", clerk, seen, "end", day | {"answer": "awaited"}
    )
    ended = await act(world, clerk, seen, "end", day | {"answer": "released"})
    assert (ended["answer"], ended["answered_on"]) == ("released", str(_TODAY))


async def test_the_inquiry_knows_of_no_return_and_reads_no_words(world: World) -> None:
    case_id = (await world.a_case(world.police))["id"]
    offer = await world.an_offer(case_id)
    await world.move(world.prosecutor.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    agent, magistrate = world.police.agent(Role.SUPERVISOR), world.prosecutor.agent(Role.MAGISTRATE)
    hidden = await propose(world, world.police, case_id, "voluntary_return")
    guarded = await propose(
        world, world.police, case_id, "safety_measure", details="Chez Testova", note="Testova"
    )
    reading = f"{path_of(case_id)}/{hidden['id']}"
    assert (await world.call(magistrate, "GET", reading)).status_code == 404
    page = await world.done(magistrate, "GET", path_of(case_id))
    assert [one["id"] for one in page["items"]] == [guarded["id"]]
    reading = f"{path_of(case_id)}/{guarded['id']}"
    seen = await world.done(magistrate, "GET", reading)
    assert (seen["details"], seen["note"]) == (None, None)
    assert (await world.done(agent, "GET", reading))["details"] == "Chez Testova"
    sealed = await world.owner.fetchval(
        "SELECT sealed_words FROM measure WHERE id = $1", UUID(guarded["id"])
    )
    assert b"Testova" not in sealed
    # The prosecutor's office proposes nothing for the person whom it does not answer for.
    body = a_measure("emergency_shelter")
    worker = world.prosecutor.agent(Role.CASE_WORKER)
    await refused(world, 403, "forbidden", worker, "POST", path_of(case_id), body)


async def test_who_reads_the_section_reads_the_words_but_those_for_who_carries_it_out(
    world: World,
) -> None:
    host, helper = world.shelter, await world.make_organisation("ngo")
    referral = await world.a_referral()
    case_id = referral["case_id"]
    sent = await world.move(world.police.agent(Role.SUPERVISOR), "referrals", referral, "send")
    await world.move(host.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    asked = await propose(
        world, world.police, case_id, "safety_measure", details="Chez Testova", note="Testova",
        executor_organisation_id=str(helper.id),
    )  # fmt: skip
    reading = f"{path_of(case_id)}/{asked['id']}"
    seen = await world.done(host.agent(Role.INTAKE_OFFICER), "GET", reading)
    assert (seen["details"], seen["note"]) == (None, "Testova")
    assert (await world.call(helper.agent(Role.CASE_WORKER), "GET", reading)).status_code == 404
    await act(world, world.police.agent(Role.SUPERVISOR), asked, "grant", {})
    seen = await world.done(helper.agent(Role.CASE_WORKER), "GET", reading)
    assert (seen["details"], seen["note"]) == ("Chez Testova", "Testova")


async def test_a_rejection_has_reasons_and_the_person_is_told_in_time(world: World) -> None:
    case_id = (await world.a_case(world.police))["id"]
    asked = await propose(world, world.police, case_id, "safety_measure")
    lead, worker = world.police.agent(Role.SUPERVISOR), world.police.agent(Role.CASE_WORKER)
    await _move_refused(world, 403, "forbidden", worker, asked, "reject", _WORDS)
    rejected = await act(world, lead, asked, "reject", _WORDS)
    assert (rejected["status"], rejected["reasons"]) == ("rejected", None)
    reading = f"{path_of(case_id)}/{asked['id']}"
    assert (await world.done(worker, "GET", reading))["reasons"] == _WORDS["reasons"]
    await world.rewrite("measure", rejected, tell_by=datetime.now(UTC) - timedelta(minutes=1))
    await publish_overdue(world.process.database)
    assert await recorded(world, "measure:report_untold", asked) == [None]
    seen = await world.done(worker, "GET", reading)
    early = {"told_on": "2026-01-01", "told_in": "bam"}
    await _move_refused(world, 422, "malformed-input", worker, seen, "tell", early)
    told_now = await act(world, worker, seen, "tell", early | {"told_on": str(_TODAY)})
    assert (told_now["told_in"], told_now["is_untold"]) == ("bam", False)


async def test_a_revocation_takes_two_persons(world: World) -> None:
    case_id = (await world.a_case(world.police))["id"]
    asked = await propose(world, world.police, case_id, "safety_measure")
    first, second = world.police.agent(Role.SUPERVISOR), world.police.agent(Role.INVESTIGATOR)
    granted = await act(world, first, asked, "grant", {})
    begun = await act(world, first, granted, "revoke", _WORDS)
    assert begun["status"] == "granted"
    await _move_refused(world, 409, "second-person-needed", first, begun, "revoke", _WORDS)
    ended = await act(world, second, begun, "revoke", _WORDS)
    assert (ended["status"], ended["decided_by_agent_id"]) == ("revoked", str(second))


async def test_a_proposal_is_withdrawn_by_who_made_it_and_marked_by_its_supervisor(
    world: World,
) -> None:
    case_id = (await world.a_case(world.police))["id"]
    lead, worker = world.police.agent(Role.SUPERVISOR), world.police.agent(Role.CASE_WORKER)
    asked = await propose(world, world.police, case_id, "safety_measure")
    granted = await act(world, lead, asked, "grant", {"ends_on": str(_TODAY)})
    await _move_refused(
        world, 422, "malformed-input", worker, granted, "start", {"happened_on": "2999-01-01"}
    )
    withdrawn = await act(world, worker, granted, "withdraw")
    assert withdrawn["status"] == "withdrawn"
    gone = await act(world, lead, withdrawn, "mark-error")
    assert gone["status"] == "entered_in_error"
    endless = await propose(world, world.police, case_id, "safety_measure")
    past = {"ends_on": str(_TODAY - timedelta(days=1))}
    await _move_refused(world, 422, "malformed-input", lead, endless, "grant", past)
    past = {"review_by": str(_TODAY - timedelta(days=1))}
    await _move_refused(world, 422, "malformed-input", lead, endless, "grant", past)
    granted = await act(world, lead, endless, "grant", {})
    begun = await act(world, worker, granted, "start", {"happened_on": str(_TODAY)})
    await _move_refused(
        world, 409, "conflict", lead, begun, "extend", {"reason": "safety", "days": 3}
    )
    ended = {"outcome": "replaced", "happened_on": str(_TODAY), "answer": "released"}
    await _move_refused(world, 422, "malformed-input", lead, begun, "end", ended)


async def test_what_was_decided_stands_under_whoever_answers_for_the_person_now(
    world: World,
) -> None:
    case_id = await _presumed(world)
    period = await _recovery(world, case_id)
    offer = await world.an_offer(case_id, kind="protection", to=world.ngo)
    lead = world.ngo.agent(Role.SUPERVISOR)
    await world.move(lead, "handoffs", offer, "accept")
    await act(world, lead, period, "extend", {"reason": "health", "days": 7})


async def test_who_handed_the_person_over_takes_back_nothing_that_was_granted_to_her(
    world: World,
) -> None:
    worker, case_id = world.ngo.agent(Role.CASE_WORKER), (await world.a_case(world.ngo))["id"]
    asked = await propose(world, world.ngo, case_id, "safety_measure")
    other = await propose(world, world.ngo, case_id, "safety_measure")
    granted = await act(world, world.ngo.agent(Role.SUPERVISOR), asked, "grant", {})
    home = await world.make_organisation("ngo")
    offer = await world.an_offer(case_id, kind="protection", to=home, by=world.ngo)
    await world.move(home.agent(Role.SUPERVISOR), "handoffs", offer, "accept")
    for row in (granted, other):
        await _move_refused(world, 403, "forbidden", worker, row, "withdraw")
    started = await act(
        world, home.agent(Role.CASE_WORKER), granted, "start", {"happened_on": str(_TODAY)}
    )
    assert await recorded(world, "measure:start", started) == [home.agent(Role.CASE_WORKER)]


async def test_what_stands_is_revoked_by_two_and_an_error_only_afterwards(world: World) -> None:
    case_id = (await world.a_case(world.police))["id"]
    lead, other = world.police.agent(Role.SUPERVISOR), world.police.agent(Role.INVESTIGATOR)
    row = await propose(world, world.police, case_id, "safety_measure")
    row = await act(world, lead, row, "grant", {})
    await _move_refused(world, 409, "invalid-transition", lead, row, "mark-error")
    row = await act(world, lead, row, "start", {"happened_on": str(_TODAY)})
    await _move_refused(world, 409, "invalid-transition", lead, row, "mark-error")
    for agent in (lead, other):
        row = await act(world, agent, row, "revoke", _WORDS)
    gone = await act(world, lead, row, "mark-error")
    assert await recorded(world, "measure:mark_error", gone) == [lead]
