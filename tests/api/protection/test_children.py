"""A girl whose age nobody knows is treated as a child, from the first hour to her family."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from uuid_utils.compat import uuid7

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.protection.children.tracings.lifecycle import may_contact
from referral_api.permissions import Role
from tests.support.audit_log import recorded, refused
from tests.support.children import (
    CHECK,
    GUARDIAN,
    STEP,
    TODAY,
    TRACING,
    VIEW,
    age,
    assessment,
    child_house,
    determination,
    panel_of,
)
from tests.support.measures import a_granted_reunification
from tests.support.notices import ring_one, stages
from tests.support.stays import told
from tests.support.world import TestOrganisation, World

_UNKNOWN: dict[str, Any] = {"age_band": "unknown", "age_in_doubt": True}


async def _girl(world: World) -> tuple[str, TestOrganisation]:
    """Register a girl of unknown age at the NGO, and name who protects her."""
    house = await child_house(world)
    path = f"/v1/cases/{(await world.a_case(world.ngo, **_UNKNOWN))['id']}"
    named = {"organisation_id": str(house.id)}
    await world.done(world.ngo.agent(Role.CASE_WORKER), "POST", f"{path}/child-protection", named)
    return path, house


async def _found_to_be(world: World, path: str, *, adult: bool) -> None:
    """Correct the file by what her age was found to be, as who answers for her."""
    lead = world.ngo.agent(Role.SUPERVISOR)
    version = (await world.done(lead, "GET", path))["version"]
    age_band = {"age_band": "18_24" if adult else "15_17", "age_in_doubt": False}
    await world.done(lead, "PATCH", path, age_band, version=version)


async def _codes(world: World, *call: Any, **more: Any) -> list[tuple[str, str]]:
    """Send what is refused; return what is wrong with which member."""
    response = await world.call(*call, **more)
    assert response.status_code == 422, response.text
    return [(one["pointer"], one["code"]) for one in response.json()["errors"]]


async def test_a_house_of_child_protection_reads_and_writes_from_its_naming_on_and_no_longer(
    world: World,
) -> None:
    path, house = await _girl(world)
    worker, carer = world.ngo.agent(Role.CASE_WORKER), house.agent(Role.CASE_WORKER)
    named = (await world.done(worker, "GET", f"{path}/child-protection"))["id"]
    assert named in await told(world, house, "child_protection:name")
    # Without guardian, consent or decision.
    guardian = await world.done(carer, "POST", f"{path}/guardians", GUARDIAN)
    assert guardian["may_consent"]
    read = await world.done(carer, "GET", f"{path}/child-protection")
    assert (read["guardian_id"], read["stopped"]) == (guardian["id"], [])
    assert (await world.call(carer, "GET", f"{path}/identity")).status_code in {403, 404}
    other = await child_house(world)
    moved = {"organisation_id": str(other.id), "separation_status": "unaccompanied"}
    row = await world.done(worker, "POST", f"{path}/child-protection/correct", moved, version=1)
    assert (row["organisation_id"], row["separation_status"]) == (str(other.id), "unaccompanied")
    assert (await world.call(carer, "GET", f"{path}/guardians/{guardian['id']}")).status_code == 404
    now = other.agent(Role.CASE_WORKER)
    assert (await world.done(now, "GET", f"{path}/guardians"))["items"][0]["id"] == guardian["id"]
    second = {"organisation_id": str(house.id)}
    again = await world.call(worker, "POST", f"{path}/child-protection", second)
    assert again.status_code == 409
    (event,) = await world.events(subject_id=row["id"], action="child_protection:correct")
    assert event["organisation_id"] == world.ngo.id


async def test_only_an_organisation_of_child_protection_is_named_and_only_for_a_child(
    world: World,
) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    girl = f"/v1/cases/{(await world.a_case(world.ngo, **_UNKNOWN))['id']}/child-protection"
    assert (await world.call(worker, "GET", girl)).status_code == 404
    named = {"organisation_id": str(world.shelter.id)}
    wrong = [("/organisation_id", "invalid_value")]
    assert await _codes(world, worker, "POST", girl, named) == wrong
    woman = f"/v1/cases/{(await world.a_case(world.ngo))['id']}"
    named = {"organisation_id": str((await child_house(world)).id)}
    for kind, body in (("child-protection", named), ("guardians", GUARDIAN)):
        refused = await world.call(worker, "POST", f"{woman}/{kind}", body)
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    # Not the world: who does not answer for the person names nobody.
    stranger = world.stranger.agent(Role.CASE_WORKER)
    assert (await world.call(stranger, "POST", girl, named)).status_code == 404
    coordinator = world.coordination.agent(Role.COORDINATOR)
    row = await world.done(coordinator, "POST", girl, named)
    assert row["recorded_by_organisation_id"] == str(world.coordination.id)
    gone = await world.done(coordinator, "POST", f"{girl}/mark-error", version=1)
    assert gone["status"] == "entered_in_error"
    assert (await world.call(worker, "GET", girl)).status_code == 404


@pytest.mark.parametrize("check", ["concern", "involved"])
async def test_a_check_of_the_guardian_takes_the_power_to_consent(world: World, check: str) -> None:
    path, house = await _girl(world)
    carer = house.agent(Role.SUPERVISOR)
    body = GUARDIAN | {"identity": {"name": "Testova Tante", "phone": "+22300000001"}}
    guardian = await world.done(carer, "POST", f"{path}/guardians", body)
    one = f"{path}/guardians/{guardian['id']}"
    assert guardian["identity"] is None
    assert (await world.done(carer, "GET", one))["identity"]["name"] == "Testova Tante"
    stored = await world.owner.fetchval(
        "SELECT sealed_identity FROM guardian WHERE id = $1::uuid", guardian["id"]
    )
    assert b"Testova" not in stored
    doubted = GUARDIAN | {"family_check": check}
    fixed = await world.done(carer, "POST", f"{one}/correct", doubted, version=1)
    assert (fixed["may_consent"], fixed["identity"]) == (False, None)
    # The organisation itself stands in: there is no gap.
    read = await world.done(carer, "GET", f"{path}/child-protection")
    assert (read["guardian_id"], read["organisation_id"]) == (None, str(house.id))
    wrong = GUARDIAN | {"kind": "appointed_guardian", "from_on": "2999-01-01"}
    codes = [("/from_on", "out_of_range"), ("/appointed_by", "out_of_range")]
    assert await _codes(world, carer, "POST", f"{path}/guardians", wrong) == codes
    ended = await world.done(carer, "POST", f"{one}/mark-error", version=2)
    assert ended["status"] == "entered_in_error"


async def test_an_age_is_the_lower_end_and_corrects_the_file_only_once_it_is_told(
    world: World,
) -> None:
    path, house = await _girl(world)
    worker, carer = world.ngo.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    ages, two = f"{path}/age-assessments", panel_of(house, world.ngo)[1:]
    found = age(two, result="child", age_low=16, age_high=19)
    row = await world.done(carer, "POST", ages, found)
    assert (await world.done(worker, "GET", path))["age_in_doubt"]
    assert (await world.done(carer, "GET", f"{ages}/{row['id']}"))["grounds"] == found["grounds"]
    said = {"told_on": str(TODAY)}
    # Only who answers for the person corrects the file.
    tell = f"{ages}/{row['id']}/tell"
    assert (await world.call(carer, "POST", tell, said, version=1)).status_code == 403
    late = {"told_on": "2999-01-01"}
    assert await _codes(world, worker, "POST", tell, late, version=1) == [
        ("/told_on", "out_of_range")
    ]
    answer = await world.done(worker, "POST", tell, said, version=1)
    assert answer["may_contest_until"] > answer["told_on"]
    case = await world.done(worker, "GET", path)
    assert (case["age_band"], case["age_in_doubt"]) == ("15_17", False)
    for action in ("case:update", "age_assessment:tell"):
        (event,) = await world.events(case_id=case["id"], action=action, outcome="allowed")
        assert event["agent_id"] == worker
    assert (await world.call(worker, "POST", tell, said, version=2)).status_code == 409


async def test_what_is_undetermined_leaves_a_child_and_an_adult_leaves_child_protection(
    world: World,
) -> None:
    path, house = await _girl(world)
    worker, carer = world.ngo.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    ages, two = f"{path}/age-assessments", panel_of(house, world.ngo)[1:]
    said = {"told_on": str(TODAY)}
    for body, adult in (
        (age(two, person_agreed="no", methods=[]), False),
        (age(two, result="adult", age_low=18, age_high=22), True),
    ):
        row = await world.done(worker, "POST", ages, body)
        before = await world.done(worker, "GET", path)
        # Help asks for none of it.
        assert before["treated_as_child"]
        await world.done(worker, "POST", f"{ages}/{row['id']}/tell", said, version=1)
        assert (await world.done(worker, "GET", path))["treated_as_child"] is not adult
        sight = await world.call(carer, "GET", path)
        assert sight.status_code == (404 if adult else 200)
    assert len((await world.done(worker, "GET", ages))["items"]) == 2


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"methods": ["physical_examination"]}, "/methods"),
        ({"methods": ["physical_examination", "documents"]}, "/methods"),
        (
            {"methods": ["documents", "physical_examination"], "person_agreed": "unknown"},
            "/person_agreed",
        ),
        ({"person_agreed": "no", "result": "adult", "age_low": 18}, "/result"),
        ({"result": "child", "age_low": 18}, "/age_low"),
        ({"result": "adult"}, "/age_low"),
        ({"age_high": 12}, "/age_high"),
    ],
    ids=["body alone", "body first", "body without a yes", "against a no", "no child", "no age",
         "no lower end"],
)  # fmt: skip
async def test_an_assessment_against_the_rules_is_refused(
    world: World, changed: dict[str, Any], pointer: str
) -> None:
    path, house = await _girl(world)
    body = age(panel_of(house, world.ngo)[1:], **changed)
    worker = world.ngo.agent(Role.CASE_WORKER)
    codes = await _codes(world, worker, "POST", f"{path}/age-assessments", body)
    assert codes == [(pointer, "out_of_range")]


async def test_two_professions_assess_an_age_and_one_of_them_is_child_protection(
    world: World,
) -> None:
    path, house = await _girl(world)
    worker, other = world.ngo.agent(Role.CASE_WORKER), world.ngo.agent(Role.SUPERVISOR)
    for seats in (
        [worker, other], [house.agent(Role.CASE_WORKER), house.agent(Role.SUPERVISOR)],
        [worker, world.health.agent(Role.CASE_WORKER)], [house.id, worker],
    ):  # fmt: skip
        codes = await _codes(world, worker, "POST", f"{path}/age-assessments", age(seats))
        assert codes == [("/assessors", "invalid_value")]


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"methods": ["physical_examination"]}, "not_physical_alone"),
        ({"methods": ["physical_examination", "documents"]}, "physical_last"),
        ({"result": "adult", "age_low": 17}, "lower_end"),
        ({"person_agreed": "no", "result": "child", "age_low": 15}, "agreed"),
    ],
    ids=["body alone", "body first", "a child as an adult", "against a no"],
)
async def test_the_database_holds_to_the_rules_of_an_assessment(
    world: World, columns: dict[str, Any], rule: str
) -> None:
    path, house = await _girl(world)
    seats = panel_of(house, world.ngo)
    worker = world.ngo.agent(Role.CASE_WORKER)
    row = await world.done(worker, "POST", f"{path}/age-assessments", age(seats[1:]))
    copy = {"id": str(uuid7()), "case_id": row["case_id"]}
    sql = (
        "INSERT INTO age_assessment SELECT (a.r).* FROM (SELECT jsonb_populate_record(t,"
        " jsonb_strip_nulls($2::jsonb)) r FROM age_assessment t WHERE id = $1::uuid) a"
    )
    with pytest.raises(asyncpg.CheckViolationError, match=f"ck_age_assessment_{rule}"):
        await world.owner.execute(sql, row["id"], json.dumps(copy | columns))


async def test_a_panel_decides_on_what_lasts_and_never_who_assessed(world: World) -> None:
    path, house = await _girl(world)
    worker, panel = world.ngo.agent(Role.SUPERVISOR), panel_of(house, world.ngo)
    bias, bids = f"{path}/best-interests-assessments", f"{path}/best-interests-determinations"
    urgent = assessment(recommended=["family_reunification"], is_urgent=True)
    assessed = await world.done(worker, "POST", bias, urgent)
    assert (assessed["needs_determination"], assessed["assessor_id"]) == (True, str(worker))
    read = await world.done(worker, "GET", f"{bias}/{assessed['id']}")
    assert read["factors"][2]["finding"] == "Synthetic finding on safety."
    view = await world.done(worker, "POST", f"{path}/own-views", VIEW)
    views = {"own_view_ids": [view["id"]], "no_view_reason": None}
    body = determination(assessed["id"], panel, dissent="Synthetic dissent.", **views)
    for seats in ([*panel[:2], worker], [worker, panel[2], panel[0]], [*panel[:2], house.id]):
        wrong = body | {"panel": [str(agent) for agent in seats]}
        assert await _codes(world, worker, "POST", bids, wrong) == [("/panel", "invalid_value")]
    for changed, pointer in (
        ({"decision": "foster_care"}, "/decision"), ({"review_by": "2999-01-01"}, "/review_by"),
        ({"decided_on": "2026-01-01"}, "/decided_on"), ({"own_view_ids": []}, "/no_view_reason"),
        ({"own_view_ids": [assessed["id"]]}, "/own_view_ids"),
        ({"options": [body["options"][0]] * 2}, "/options"),
    ):  # fmt: skip
        codes = await _codes(world, worker, "POST", bids, body | changed)
        assert codes[0] == (pointer, "out_of_range")
    decided = await world.done(worker, "POST", bids, body)
    read = await world.done(worker, "GET", f"{bids}/{decided['id']}")
    assert (decided["dissent"], read["dissent"]) == (None, "Synthetic dissent.")
    assert read["options"][0]["against"] == "Synthetic contra."
    (event,) = await world.events(subject_id=decided["id"], outcome="allowed",
                                  action="best_interests_determination:decide")  # fmt: skip
    assert (event["agent_id"], event["code"]) == (worker, None)
    unheard = assessment(heard=["parent"])
    assert await _codes(world, worker, "POST", bias, unheard) == [
        ("/not_heard_reason", "out_of_range")
    ]
    twice = assessment(factors=[assessment()["factors"][0]] * 4, assessor_id=str(house.id))
    assert await _codes(world, worker, "POST", bias, twice) == [
        ("/assessor_id", "out_of_range"),
        ("/factors", "out_of_range"),
    ]


async def test_a_refusal_stops_the_family_and_never_protection(world: World) -> None:
    path, house = await _girl(world)
    worker, carer = world.ngo.agent(Role.CASE_WORKER), house.agent(Role.CASE_WORKER)
    views, tracings = f"{path}/own-views", f"{path}/tracings"
    opened = await world.done(worker, "POST", tracings, TRACING)
    no = VIEW | {"topic": "family_contact", "assent": "refused", "view": "Pas ma mère Testova."}
    refusal = await world.done(carer, "POST", views, no)
    assert (refusal["stops"], refusal["view"]) == ("family_contact", None)
    read = await world.done(carer, "GET", f"{views}/{refusal['id']}")
    assert read["view"] == no["view"]
    assert (await world.call(worker, "POST", tracings, TRACING)).status_code == 409
    step = f"{tracings}/{opened['id']}/record-action"
    assert (await world.call(worker, "POST", step, STEP, version=1)).status_code == 409
    for topic, stops in (("return", "return"), ("sharing_information", "image"),
                         ("proceedings", "justice"), ("where_to_live", None)):  # fmt: skip
        said = VIEW | {"topic": topic, "assent": "refused"}
        assert (await world.done(carer, "POST", views, said))["stops"] == stops
    protected = await world.done(carer, "GET", f"{path}/child-protection")
    assert protected["stopped"] == ["family_contact", "image", "justice", "return"]
    # Protection goes on, and a later word stands.
    await world.done(carer, "POST", f"{path}/guardians", GUARDIAN)
    told_back = {"weight_given": "Synthetic weight."}
    await world.done(carer, "POST", f"{views}/{refusal['id']}/weigh", told_back, version=1)
    read = await world.done(carer, "GET", f"{views}/{refusal['id']}")
    assert read["weight_given"] == told_back["weight_given"]
    yes = await world.done(carer, "POST", views, no | {"assent": "given"})
    assert yes["stops"] is None
    await world.done(worker, "POST", step, STEP, version=1)
    future = VIEW | {"said_on": "2999-01-01"}
    assert await _codes(world, carer, "POST", views, future) == [("/said_on", "out_of_range")]


async def test_no_family_is_met_before_the_check_and_a_concern_takes_two_persons(
    world: World,
) -> None:
    path, house = await _girl(world)
    worker, carer = world.ngo.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    sought = TRACING | {"identity": {"name": "Testova Mère"}}
    row = await world.done(worker, "POST", f"{path}/tracings", sought)
    one = f"{path}/tracings/{row['id']}"
    assert (await world.done(worker, "GET", one))["identity"]["name"] == "Testova Mère"
    shown = {"verified_by": ["documents", "child_recognises"]}

    async def act(agent: Any, event: str, body: Any = None) -> int:
        version = (await world.done(worker, "GET", one))["version"]
        response = await world.call(agent, "POST", f"{one}/{event}", body, version=version)
        return response.status_code

    assert await act(worker, "record-action", STEP) == 200
    assert await act(worker, "verify", shown) == 409
    assert await act(carer, "confirm") == 409
    assert await act(carer, "check", CHECK | {"family_check": "concern"}) == 200
    assert await act(worker, "verify", shown) == 409
    # Neither who checked, nor anybody outside child protection.
    assert await act(carer, "confirm") == await act(worker, "confirm") == 403
    assert await act(house.agent(Role.SUPERVISOR), "confirm") == 200
    assert await act(worker, "verify", shown) == 200
    assert await act(carer, "check", CHECK | {"family_check": "involved"}) == 200
    read = await world.done(worker, "GET", one)
    assert (read["status"], read["may_contact"]) == ("in_progress", False)
    assert await act(worker, "record-action", STEP) == await act(worker, "verify", shown) == 409
    assert await act(carer, "check", CHECK) == await act(worker, "verify", shown) == 200
    # A child goes back to the family on a determination, and a measure that was granted.
    assert await act(worker, "reunify") == 409
    made = await world.done(worker, "POST", f"{path}/best-interests-assessments", assessment())
    body = determination(made["id"], panel_of(house, world.ngo))
    assessor_free = body | {"panel": [str(agent) for agent in panel_of(house, world.ngo)]}
    await world.done(worker, "POST", f"{path}/best-interests-determinations", assessor_free)
    assert await act(worker, "reunify") == 409
    await a_granted_reunification(world, world.ngo, path.rpartition("/")[2])
    assert await act(worker, "reunify") == 200
    assert (await world.done(worker, "GET", one))["status"] == "reunified"
    ended = await world.events(subject_id=row["id"], outcome="allowed", action="tracing:reunify")
    assert [event["agent_id"] for event in ended] == [worker]


def test_of_no_tracing_the_state_alone_is_asked() -> None:
    assert may_contact(None)


async def test_a_tracing_stops_at_the_wish_of_the_person(world: World) -> None:
    path, _ = await _girl(world)
    worker, tracings = world.ngo.agent(Role.SUPERVISOR), f"{path}/tracings"
    unwanted = TRACING | {"wanted_by_person": "no"}
    assert await _codes(world, worker, "POST", tracings, unwanted) == [
        ("/wanted_by_person", "out_of_range")
    ]
    row = await world.done(worker, "POST", tracings, TRACING | {"family_check": "no_concern"})
    future = STEP | {"taken_on": "2999-01-01"}
    one = f"{tracings}/{row['id']}"
    assert await _codes(world, worker, "POST", f"{one}/record-action", future, version=1) == [
        ("/taken_on", "out_of_range")
    ]
    stopped = await world.done(worker, "POST", f"{one}/stop", version=1)
    assert (stopped["status"], stopped["wanted_by_person"]) == ("closed", "no")
    listed = await world.done(worker, "GET", f"{tracings}?status=closed")
    assert [item["id"] for item in listed["items"]] == [row["id"]]
    # An adult seeks a relative, too, and needs no determination to be reunited.
    case_id = (await world.a_case(world.ngo))["id"]
    woman = f"/v1/cases/{case_id}/tracings"
    await a_granted_reunification(world, world.ngo, case_id)
    row = await world.done(worker, "POST", woman, TRACING | {"family_check": "no_concern"})
    for event, said in (
        ("record-action", STEP),
        ("verify", {"verified_by": ["documents"]}),
        ("reunify", None),
    ):
        row = await world.done(
            worker, "POST", f"{woman}/{row['id']}/{event}", said, version=row["version"]
        )
    assert row["status"] == "reunified"


async def test_who_protects_the_child_follows_custody_and_naming(world: World) -> None:
    path, house = await _girl(world)
    worker, case_id = world.ngo.agent(Role.SUPERVISOR), path.rpartition("/")[2]
    row = await world.done(worker, "POST", f"{path}/own-views", VIEW)
    for organisation in (world.ngo, house):
        assert row["id"] in await told(world, organisation, "own_view:record")
    other = await child_house(world)
    moved = {"organisation_id": str(other.id)}
    await world.done(worker, "POST", f"{path}/child-protection/correct", moved, version=1)
    (columns,) = await world.owner.fetch(
        "SELECT custodian_id, child_protection_id FROM own_view WHERE case_id = $1::uuid", case_id
    )
    assert tuple(columns) == (world.ngo.id, other.id)
    live = await world.owner.fetch(
        "SELECT organisation_id FROM access_grant WHERE case_id = $1::uuid"
        " AND basis = 'child_protection' AND ended_at IS NULL", case_id,
    )  # fmt: skip
    assert [grant["organisation_id"] for grant in live] == [other.id]


async def test_a_suspended_guardian_consents_to_nothing_until_another_is_in_force(
    world: World,
) -> None:
    path, house = await _girl(world)
    carer, case_id = house.agent(Role.CASE_WORKER), path.rpartition("/")[2]
    doubted = GUARDIAN | {"family_check": "concern"}
    await world.done(carer, "POST", f"{path}/guardians", doubted)
    body = {
        "case_id": case_id, "given_by": "legal_representative", "method": "written",
        "language": "bam", "purposes": ["care"], "recipients": [str(world.health.id)],
        "sections": [],
    }  # fmt: skip
    worker = world.ngo.agent(Role.CASE_WORKER)
    refused = await world.call(worker, "POST", "/v1/consents", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    # The mother is nobody of whom anything is known.
    await world.done(worker, "POST", "/v1/consents", body | {"given_by": "mother"})
    await world.done(carer, "POST", f"{path}/guardians", GUARDIAN)
    await world.done(worker, "POST", "/v1/consents", body)


async def test_the_coordination_is_told_of_a_child_for_whom_nobody_is_named(world: World) -> None:
    worker = world.ngo.agent(Role.CASE_WORKER)
    case = await world.a_case(world.ngo, age_band="18_24", age_in_doubt=True)
    kind, subject = NoticeKind.CHILD_PROTECTION_MISSING, UUID(case["id"])
    day = timedelta(days=1)
    # Of a day, too little has passed to be told; of an hour that is over, everything.
    assert not await ring_one(world, kind, subject, world.ngo, day)
    assert await ring_one(world, kind, subject, world.ngo, timedelta())
    told_of = await stages(world, case["id"])
    assert {stage for stage, _ in told_of} == {"region", "reminder", "country", "passed"}
    assert ("passed", world.ngo.id) in told_of
    assert {body for stage, body in told_of if stage == "country"} >= {world.coordination.id}
    # An adult, and a child who is protected, wait for nothing.
    named = {"organisation_id": str((await child_house(world)).id)}
    other = await world.a_case(world.ngo, age_band="6_11")
    path = f"/v1/cases/{other['id']}/child-protection"
    await world.done(worker, "POST", path, named)
    for row in (other, await world.a_case(world.ngo)):
        assert not await ring_one(world, kind, UUID(row["id"]), world.ngo, timedelta())


async def test_no_other_organisation_is_named_on_a_closed_file_or_for_an_adult(
    world: World,
) -> None:
    lead, other = world.ngo.agent(Role.SUPERVISOR), await child_house(world)
    for closes, code in ((True, "invalid-transition"), (False, "conflict")):
        path, house = await _girl(world)
        if closes:
            version = (await world.done(lead, "GET", path))["version"]
            await world.done(lead, "POST", f"{path}/close", {"reason": "other"}, version=version)
        else:
            await _found_to_be(world, path, adult=True)
        one, moved = f"{path}/child-protection/correct", {"organisation_id": str(other.id)}
        await refused(world, 409, code, lead, "POST", one, moved, version=1)
        assert (await world.call(other.agent(Role.CASE_WORKER), "GET", path)).status_code == 404
        # What is known of with whom she is, is corrected all the same.
        same = {"organisation_id": str(house.id), "separation_status": "separated"}
        row = await world.done(lead, "POST", one, same, version=1)
        assert row["separation_status"] == "separated"


async def test_who_was_named_sees_her_again_when_she_turns_out_to_be_a_child_after_all(
    world: World,
) -> None:
    path, house = await _girl(world)
    lead, carer = world.ngo.agent(Role.SUPERVISOR), house.agent(Role.CASE_WORKER)
    one, same = f"{path}/child-protection/correct", {"organisation_id": str(house.id)}
    kind, subject = NoticeKind.CHILD_PROTECTION_MISSING, UUID(path.rpartition("/")[2])
    await _found_to_be(world, path, adult=True)
    corrected = await world.done(lead, "POST", one, same, version=1)
    assert (await world.call(carer, "GET", path)).status_code == 404
    await _found_to_be(world, path, adult=False)
    assert (await world.call(carer, "GET", path)).status_code == 404
    assert await ring_one(world, kind, subject, world.ngo, timedelta())
    again = await world.done(lead, "POST", one, same, version=corrected["version"])
    assert (await world.call(carer, "GET", path)).status_code == 200
    assert await recorded(world, "child_protection:correct", again) == [lead, lead]
    assert not await ring_one(world, kind, subject, world.ngo, timedelta(days=1))
    # Once open, it is not opened twice.
    await world.done(lead, "POST", one, same, version=again["version"])


async def test_a_determination_may_suspend_contact_with_the_family(world: World) -> None:
    path, house = await _girl(world)
    worker = world.ngo.agent(Role.SUPERVISOR)
    made = await world.done(worker, "POST", f"{path}/best-interests-assessments", assessment())
    weighed = [
        {"measure": measure, "in_favour": "Synthetic pro.", "against": "Synthetic contra."}
        for measure in ("suspend_family_contact", "stay_where_is")
    ]
    body = determination(
        made["id"], panel_of(house, world.ngo), options=weighed, decision="suspend_family_contact"
    )
    row = await world.done(worker, "POST", f"{path}/best-interests-determinations", body)
    assert (await world.call(worker, "POST", f"{path}/tracings", TRACING)).status_code == 409
    one = f"{path}/best-interests-determinations/{row['id']}"
    await world.done(worker, "POST", f"{one}/mark-error", version=1)
    await world.done(worker, "POST", f"{path}/tracings", TRACING)
