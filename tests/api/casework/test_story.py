"""The main task from end to end: a case is registered, referred, accepted, handed over, audited."""

from referral_api.permissions import Role
from tests.support.instants import tomorrow
from tests.support.world import World


async def test_a_person_is_registered_referred_handed_over_and_every_step_is_recorded(
    world: World,
) -> None:
    police, shelter, ngo = world.police, world.shelter, world.ngo
    officer, intake = police.agent(Role.FIRST_RESPONDER), shelter.agent(Role.INTAKE_OFFICER)
    case = await world.a_case(age_band="15_17")
    identity = f"/v1/cases/{case['id']}/identity"
    await world.an_identity(case["id"])
    decisions = f"/v1/cases/{case['id']}/decisions"
    await world.done(officer, "POST", decisions, {"event": "begin_screening"})
    await world.done(officer, "POST", decisions, {"event": "presume", "reasons": "Motif fictif"})
    authority = police.agent(Role.IDENTIFICATION_AUTHORITY)
    grounds = {"event": "identify", "acts": ["RECRUITMENT"], "forms": ["MENDICITE_FORCEE"]}
    await world.done(authority, "POST", decisions, grounds | {"ground": "TRAITE_2012_023"})

    consent = await world.a_consent(case["id"], shelter)
    referral = await world.a_referral(case["id"], consent_id=consent["id"], bed_asked=True)
    referral = await world.move(officer, "referrals", referral, "send")
    assert (await world.call(intake, "GET", identity)).status_code == 404
    referral = await world.move(intake, "referrals", referral, "acknowledge")
    referral = await world.move(intake, "referrals", referral, "accept", {})
    assert referral["bed"] == "held"
    result = await world.done(intake, "GET", identity)
    assert result["identity"]["family_name"] == "Testova"
    referral = await world.move(intake, "referrals", referral, "start")
    assert referral["bed"] == "occupied"

    offer = await world.an_offer(case["id"])
    magistrate = world.prosecutor.agent(Role.MAGISTRATE)
    offer = await world.move(magistrate, "handoffs", offer, "accept")
    assert offer["status"] == "completed"
    offer = await world.an_offer(case["id"], kind="protection", physical=True)
    ngo_supervisor = ngo.agent(Role.SUPERVISOR)
    offer = await world.move(ngo_supervisor, "handoffs", offer, "accept")
    departure = {"expected_arrival": tomorrow(), "escorted": True}
    offer = await world.move(police.agent(Role.SUPERVISOR), "handoffs", offer, "depart", departure)
    assert (await world.done(officer, "GET", f"/v1/cases/{case['id']}"))["version"]
    offer = await world.move(
        ngo_supervisor, "handoffs", offer, "confirm-arrival", {"condition_noted": True}
    )
    assert offer["status"] == "completed"
    assert (await world.call(officer, "GET", f"/v1/cases/{case['id']}")).status_code == 404
    case = await world.done(ngo_supervisor, "GET", f"/v1/cases/{case['id']}")
    assert case["protection_custodian_id"] == str(ngo.id)
    assert case["investigation_custodian_id"] == str(world.prosecutor.id)

    withdrawn = await world.call(
        ngo_supervisor, "POST", f"/v1/consents/{consent['id']}/withdraw", version=1
    )
    assert withdrawn.status_code == 200, withdrawn.text
    assert (await world.call(intake, "GET", identity)).status_code == 404

    auditor = world.oversight.agent(Role.AUDITOR)
    page = await world.done(auditor, "GET", f"/v1/audit/events?case_id={case['id']}&limit=100")
    acts = [event["action"] for event in reversed(page["items"])]
    assert acts[:3] == ["case:register", "identity:record", "decision:record"]
    assert {"referral:accept", "handoff:confirm_arrival", "consent:withdraw"} <= set(acts)
    refused = [event for event in page["items"] if event["outcome"] == "refused"]
    assert [event["action"] for event in refused] == ["identity:read", "case:read", "identity:read"]
