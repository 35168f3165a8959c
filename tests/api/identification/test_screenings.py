"""Screenings: what is recorded, what is advised, and that nothing follows by itself."""

from typing import Any
from uuid import UUID

import pytest

from referral_api.permissions import Role
from tests.support.facts import SCREENED, SCREENING, malformed
from tests.support.world import World

_YES = {"answer": "yes", "basis": ["observed"]}


async def test_a_screening_advises_with_its_reasons_and_changes_nothing(world: World) -> None:
    unit = await world.make_organisation("police")
    case = await world.a_case(unit)
    officer, path = unit.agent(Role.FIRST_RESPONDER), f"/v1/cases/{case['id']}"
    note = {"question": "gen_fear", "note": "Un mot de Testova"} | _YES
    said = SCREENING | {
        "narrative": "Le récit de Testova", "answers": [*SCREENING["answers"], note],
    }  # fmt: skip
    made = await world.done(officer, "POST", f"{path}/screenings", said)
    assert made["advice"] == "strong"
    assert made["advice_reasons"]["dimensions"] == ["exploitation", "coercion"]
    assert "gen_debt" not in made["advice_reasons"]["questions"]
    assert made["answered_share"] == round(6 / 25, 3)
    assert made["warnings"] == ["partial"]
    assert "prouvent rien" in made["caution_fr"]
    assert "Testova" not in str(made)
    read = await world.done(officer, "GET", f"{path}/screenings/{made['id']}")
    assert read["narrative"] == "Le récit de Testova"
    assert read["answers"][-1]["note"] == "Un mot de Testova"
    (listed,) = (await world.done(officer, "GET", f"{path}/screenings"))["items"]
    assert "Testova" not in str(listed)
    stored = await world.owner.fetchval("SELECT s::text FROM screening s WHERE id = $1", made["id"])
    assert "Testova" not in stored
    again = await world.done(officer, "GET", path)
    assert (again["status"], again["version"]) == (case["status"], case["version"])
    acts = {event["action"] for event in await world.events(case_id=UUID(case["id"]))}
    assert {"screening:record", "screening:read"} <= acts
    (listing,) = await world.events(action="screening:list", agent_id=officer, outcome="allowed")
    assert listing["case_ids"] == [UUID(case["id"])]


async def test_a_correction_makes_the_advice_anew_and_an_error_leaves_the_list(
    world: World,
) -> None:
    path = f"/v1/cases/{(await world.a_case())['id']}/screenings"
    officer, lead = world.police.agent(Role.INVESTIGATOR), world.police.agent(Role.SUPERVISOR)
    made = await world.done(officer, "POST", path, SCREENING)
    body = SCREENED | {
        "answers": [{"question": "gen_violence", "answer": "no"}], "interpreter": "escort",
        "private_place": "no", "escort_absent": "no", "interviewer_sex": "both",
    }  # fmt: skip
    fixed = await world.done(officer, "POST", f"{path}/{made['id']}/correct", body, version=1)
    assert (fixed["advice"], fixed["version"]) == ("none", 2)
    assert (made["interviewer_sex"], fixed["interviewer_sex"]) == ("woman", "both")
    assert fixed["warnings"] == ["relative_interprets", "not_private", "escort_present", "partial"]
    gone = await world.done(lead, "POST", f"{path}/{made['id']}/mark-error", version=2)
    assert gone["status"] == "entered_in_error"
    assert (await world.done(officer, "GET", path))["items"] == []


async def test_a_person_of_doubtful_age_is_screened_as_a_child(world: World) -> None:
    case = await world.a_case(age_band="18_24", age_in_doubt=True)
    officer, path = world.police.agent(Role.FIRST_RESPONDER), f"/v1/cases/{case['id']}/screenings"
    child = SCREENING | {
        "instrument": "child", "answers": [{"question": "chi_sold_or_given", "answer": "yes",
                                            "basis": ["disclosed"]}],
    }  # fmt: skip
    await malformed(world, officer, "POST", path, child, "/child_specialist")
    alone = child | {"child_specialist": "no"}
    await malformed(world, officer, "POST", path, alone, "/child_specialist_reason")
    heard = alone | {"child_specialist_reason": "not_available", "earlier_conversations": 3}
    made = await world.done(officer, "POST", path, heard)
    assert (made["advice"], made["treated_as_child"]) == ("strong", True)
    assert made["warnings"] == ["do_not_repeat", "partial"]
    # A means is needed of an adult alone.
    adult = f"/v1/cases/{(await world.a_case())['id']}/screenings"
    await malformed(world, officer, "POST", adult, heard, "/instrument")


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"instrument_version": "9.9"}, "/instrument"),
        ({"conducted_on": "2999-01-01"}, "/conducted_on"),
        ({"child_specialist_reason": "urgent"}, "/child_specialist_reason"),
        ({"answers": [{"question": "chi_hours"} | _YES]}, "/answers/0/question"),
        ({"answers": [{"question": "gen_fear"} | _YES] * 2}, "/answers/1/question"),
        ({"answers": [{"question": "gen_fear", "answer": "yes"}]}, "/answers/0/basis"),
        ({"answers": [{"question": "gen_threats"} | _YES]}, "/answers/0/basis"),
    ],
)
async def test_a_screening_answers_the_questions_of_its_instrument_in_their_way(
    world: World, changed: dict[str, Any], pointer: str
) -> None:
    path = f"/v1/cases/{(await world.a_case())['id']}/screenings"
    officer = world.police.agent(Role.FIRST_RESPONDER)
    await malformed(world, officer, "POST", path, SCREENING | changed, pointer)


async def test_imposed_acts_give_occasion_to_consider_non_punishment(world: World) -> None:
    path = f"/v1/cases/{(await world.a_case())['id']}/screenings"
    officer = world.police.agent(Role.FIRST_RESPONDER)
    forced = {"question": "gen_forced_offences", "answer": "yes", "basis": ["disclosed"]}
    made = await world.done(officer, "POST", path, SCREENING | {"answers": [forced]})
    assert "consider_non_punishment" in made["warnings"]


async def test_a_screening_is_closed_to_whoever_does_not_hold_the_section(world: World) -> None:
    shelter = await world.make_organisation("shelter")
    referral = await world.a_referral(to=shelter)
    officer, host = world.police.agent(Role.SUPERVISOR), shelter.agent(Role.CASE_WORKER)
    sent = await world.move(officer, "referrals", referral, "send")
    await world.move(shelter.agent(Role.INTAKE_OFFICER), "referrals", sent, "accept", {})
    path = f"/v1/cases/{referral['case_id']}/screenings"
    screener = world.police.agent(Role.FIRST_RESPONDER)
    made = await world.done(screener, "POST", path, SCREENING)
    assert (await world.call(host, "GET", path)).status_code == 403
    assert (await world.call(host, "POST", path, SCREENING)).status_code == 403
    assert (await world.call(host, "GET", f"{path}/{made['id']}")).status_code == 404


async def test_anybody_reads_the_instruments(world: World) -> None:
    listed = (await world.done(None, "GET", "/v1/screening-instruments"))["items"]
    assert {one["key"]: one["questions"] for one in listed}["general"] == 25
    one = await world.done(None, "GET", "/v1/screening-instruments/child/1.0")
    assert one["for"] == "child"
    assert one["questions"][0]["weight_adult"] is None
    missing = await world.call(None, "GET", "/v1/screening-instruments/child/9.9")
    assert missing.status_code == 404
