"""Help never needs any decision: no measure, no status and no refusal stands in its way."""

from datetime import UTC, datetime

import pytest

from referral_api.permissions import Role
from tests.support.audit_log import recorded
from tests.support.children import VIEW
from tests.support.facts import SCREENING
from tests.support.measures import act, decide, propose
from tests.support.plans import a_draft, assessed
from tests.support.stays import arrived
from tests.support.world import TestOrganisation, World

_TODAY = str(datetime.now(UTC).date())


async def _nothing(_: World, __: TestOrganisation, ___: str) -> None:
    """Let the person be reported, with no measure."""


async def _all_refused(world: World, own: TestOrganisation, case_id: str) -> None:
    lead, investigator = own.agent(Role.SUPERVISOR), own.agent(Role.INVESTIGATOR)
    for kind, decider in (("emergency_shelter", lead), ("safety_measure", investigator)):
        asked = await propose(world, own, case_id, kind)
        await act(world, decider, asked, "reject", {"reasons": "Motif"})
    asked = await propose(world, own, case_id, "safety_measure")
    granted = await act(world, lead, asked, "grant", {})
    half = await act(world, lead, granted, "revoke", {"reasons": "Motif"})
    await act(world, investigator, half, "revoke", {"reasons": "Motif"})


async def _negative(world: World, own: TestOrganisation, case_id: str) -> None:
    await decide(world, own, case_id, "begin_screening", "not_presume")


async def _negative_and_upheld(world: World, own: TestOrganisation, case_id: str) -> None:
    decision = await decide(world, own, case_id, "begin_screening", "presume", "not_identify")
    worker, path = own.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/reconsiderations"
    asked = await world.done(worker, "POST", path, {
        "decision_id": decision["id"], "asked_by": "person", "asked_on": _TODAY,
        "new_facts": "no",
    })  # fmt: skip
    other, words = await world.make_agent(own, Role.IDENTIFICATION_AUTHORITY), {"reasons": "Motif"}
    path = f"{path}/{asked['id']}/not-admit"
    await world.done(other, "POST", path, words, version=asked["version"])


async def _much_begun_and_nothing_agreed(world: World, own: TestOrganisation, case_id: str) -> None:
    """Screened with no sign of anything, at no risk, with a plan and a measure that nobody agrees
    to, and with a word of the person against all that can be refused.
    """
    agent, path = own.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}"
    unsaid = [{"question": "gen_debt", "answer": "no"}]
    await world.done(agent, "POST", f"{path}/screenings", SCREENING | {"answers": unsaid})
    seen = await assessed(world, own, case_id, needs=[], risks=[], risk_level="low")
    await world.done(agent, "POST", f"{path}/support-plans", a_draft(seen["id"]))
    await propose(world, own, case_id, "safety_measure")
    for topic in ("where_to_live", "family_contact", "return", "proceedings"):
        said = VIEW | {"topic": topic, "assent": "refused"}
        await world.done(agent, "POST", f"{path}/own-views", said)


_BEFORE = [
    _nothing, _all_refused, _negative, _negative_and_upheld, _much_begun_and_nothing_agreed,
]  # fmt: skip


@pytest.mark.parametrize("before", _BEFORE)
async def test_services_referrals_and_stays_go_on_whatever_was_decided(
    world: World, before: object
) -> None:
    own, host = world.police, await world.make_organisation("shelter")
    await world.set_places(host, 3)
    case_id = (await world.a_case(own))["id"]
    assert callable(before)
    await before(world, own, case_id)
    agent, intake = own.agent(Role.SUPERVISOR), host.agent(Role.INTAKE_OFFICER)
    served = {
        "service_type": "food", "offered_on": "2026-01-15", "answer_of_person": "accepted",
        "began_on": "2026-01-15", "region": "BAMAKO",
    }  # fmt: skip
    service = await world.done(agent, "POST", f"/v1/cases/{case_id}/services-given", served)
    assert await recorded(world, "service_given:record", service) == [agent]
    referral = await world.a_referral(case_id, to=host, by=own)
    referral = await world.move(agent, "referrals", referral, "send")
    referral = await world.move(intake, "referrals", referral, "accept", {})
    referral = await world.move(intake, "referrals", referral, "start")
    assert referral["status"] == "in_progress"
    body = {
        "case_id": case_id, "unit": "bed_women", "referral_id": referral["id"],
        "arrival": arrived(minutes=1),
    }  # fmt: skip
    stay = await world.done(intake, "POST", "/v1/stays", body)
    assert stay["status"] == "present"
    assert await recorded(world, "stay:record", stay) == [intake]
