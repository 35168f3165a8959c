"""Assessments: who writes and reads them, health apart, risks that are confirmed, clocks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from referral_api.domain.codelists.notices import NoticeKind
from referral_api.domain.identification.profiles.functioning import QUESTIONS
from referral_api.permissions import Role
from tests.support.notices import ring_one, stages
from tests.support.plans import ahead, an_assessment, assessed, in_force, let_pass
from tests.support.stays import accepted
from tests.support.world import TestOrganisation, World

_DAY = timedelta(days=1)
_HEALTH = {"h_pregnant": "yes", "h_sexual_violence_72h": "yes", "h_note": "Un mot de santé"}


async def _record(world: World, by: UUID, case_id: str, **fields: Any) -> Any:
    return await world.call(by, "POST", f"/v1/cases/{case_id}/assessments", an_assessment(**fields))


async def test_what_the_person_wants_comes_first_and_texts_are_sealed(world: World) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    needs = [
        {"need": "money", "urgency": "later", "wanted": "no"},
        {"need": "medical", "urgency": "now"},
        {"need": "schooling", "urgency": "soon", "wanted": "yes", "note": "L'école Testova"},
    ]
    risks = [
        {"flag": "self_harm", "likelihood": "possible", "gravity": "serious",
         "answer_to_it": "Une amie Testova"}
    ]  # fmt: skip
    row = await assessed(
        world, world.ngo, case_id, needs=needs, risks=risks, person_view="Je veux Testova"
    )
    assert [found["need"] for found in row["needs"]] == ["schooling", "money", "medical"]
    assert row["needs"][2]["wanted"] == "not_asked"
    assert "Testova" not in str(row)
    path = f"/v1/cases/{case_id}/assessments"
    agent = world.ngo.agent(Role.CASE_WORKER)
    read = await world.done(agent, "GET", f"{path}/{row['id']}")
    assert read["needs"][0]["note"] == "L'école Testova"
    assert read["risks"][0]["answer_to_it"] == "Une amie Testova"
    assert (read["person_view"], read["health"]) == ("Je veux Testova", None)
    assert "Testova" not in str(await world.done(agent, "GET", path))
    stored = await world.owner.fetchrow("SELECT * FROM assessment WHERE id = $1", UUID(row["id"]))
    assert "Testova" not in str(stored)
    acts = [event["action"] for event in await world.events(subject_id=UUID(row["id"]))]
    assert acts == ["assessment:record", "assessment:read"]


async def test_the_last_of_each_level_is_listed_and_all_are_kept(world: World) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    agent, lead = world.ngo.agent(Role.INTAKE_OFFICER), world.ngo.agent(Role.SUPERVISOR)
    home = {"level": "household", "household": ["debt", "violence"]}
    made = [
        (await assessed(world, world.ngo, case_id, **fields))["id"] for fields in ({}, home, {}, {})
    ]
    path = f"/v1/cases/{case_id}/assessments"
    wrong = await world.done(lead, "POST", f"{path}/{made[3]}/mark-error", version=1)
    assert wrong["status"] == "entered_in_error"
    for asked, found in (
        ("", made[::-1]), ("?latest=true", [made[2], made[1]]), ("?latest=false", made[::-1]),
        ("?level=household", [made[1]]),
    ):  # fmt: skip
        page = await world.done(agent, "GET", path + asked)
        assert [item["id"] for item in page["items"]] == found
    refused = await world.call(world.shelter.agent(Role.SUPERVISOR), "GET", path)
    assert refused.status_code == 404


async def _with_health(world: World) -> tuple[str, dict[str, Any]]:
    case_id = (await world.a_case(world.ngo))["id"]
    return case_id, await assessed(world, world.ngo, case_id, health=_HEALTH)


async def test_health_is_read_with_its_section_alone(world: World) -> None:
    case_id, row = await _with_health(world)
    assert row["health"] is None
    path = f"/v1/cases/{case_id}/assessments/{row['id']}"
    own = await world.done(world.ngo.agent(Role.SUPERVISOR), "GET", path)
    assert own["health"]["h_pregnant"] == "yes"
    assert own["health"]["h_injury"] == "not_asked"
    assert own["health"]["care_within_72_hours"] is True
    assert own["health"]["h_note"] == "Un mot de santé"
    # What the profile says of her functioning is told with it, and not asked again.
    assert own["health"]["h_functioning"] is None
    said = {"functioning": dict.fromkeys(QUESTIONS, "some") | {"wg_seeing": "a_lot"}}
    worker, profile = world.ngo.agent(Role.CASE_WORKER), f"/v1/cases/{case_id}/profile"
    await world.done(worker, "PUT", profile, said, version=0)
    own = await world.done(worker, "GET", path)
    assert own["health"]["h_functioning"] == "yes"
    refused = await _record(world, worker, case_id, health={"h_functioning": "no"})
    assert refused.status_code == 422
    for sections, seen in ((["protection"], False), (["protection", "health"], True)):
        host = await world.make_organisation("shelter")
        await accepted(
            world, host, by=world.ngo, case_id=case_id, bed_asked=False, service_type="food",
            shared_sections=sections,
        )  # fmt: skip
        read = await world.done(host.agent(Role.CASE_WORKER), "GET", path)
        assert (read["health"] is not None) is seen
    kept = await world.owner.fetchval(
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'counted_assessment'"
        " AND column_name LIKE 'h\\_%'"
    )
    assert kept == 0


async def test_only_case_workers_and_intake_officers_who_hold_health_write_it(world: World) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    lead = await _record(world, world.ngo.agent(Role.SUPERVISOR), case_id, health=_HEALTH)
    assert lead.status_code == 403
    both = await world.make_agent(world.ngo, Role.SUPERVISOR, Role.CASE_WORKER)
    assert (await _record(world, both, case_id, health=_HEALTH)).status_code == 201
    aid = await world.make_organisation("legal_aid")
    case_id = (await world.a_case(aid))["id"]
    worker = aid.agent(Role.CASE_WORKER)
    assert (await _record(world, worker, case_id, health=_HEALTH)).status_code == 403
    assert (await _record(world, worker, case_id)).status_code == 201


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"needs": []}, 201), ({}, 403), ({"needs": [], "health": {}}, 403),
        ({"needs": [], "person_view": "Rentrer"}, 403),
        ({"needs": [], "level": "household", "household": ["debt"]}, 403),
    ],
    ids=["risks", "needs", "health", "view", "household"],
)  # fmt: skip
@pytest.mark.parametrize("role", [Role.INVESTIGATOR, Role.SUPERVISOR, Role.CASE_WORKER])
async def test_the_police_write_the_risks_of_the_person_and_nothing_else(
    world: World, fields: dict[str, Any], status: int, role: Role
) -> None:
    case_id = (await world.a_case())["id"]
    answer = await _record(world, world.police.agent(role), case_id, **fields)
    assert answer.status_code == status


async def test_a_first_responder_of_an_ngo_writes_risks_alone(world: World) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    officer = world.ngo.agent(Role.FIRST_RESPONDER)
    assert (await _record(world, officer, case_id)).status_code == 403
    assert (await _record(world, officer, case_id, needs=[])).status_code == 201


async def test_who_reads_the_section_by_a_referral_writes_no_assessment(world: World) -> None:
    host = await world.make_organisation("shelter")
    case_id = (await world.a_case(world.ngo))["id"]
    referral = await accepted(
        world, host, by=world.ngo, case_id=case_id, bed_asked=False, service_type="food",
        shared_sections=["protection"],
    )  # fmt: skip
    answer = await _record(world, host.agent(Role.CASE_WORKER), referral["case_id"])
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"conducted_on": "2999-01-01"}, "/conducted_on"),
        ({"next_by": "2020-01-01"}, "/next_by"), ({"next_by": ahead(32)}, "/next_by"),
        ({"household": ["debt"]}, "/household"), ({"level": "household"}, "/household"),
        ({"level": "community"}, "/community"),
        ({"needs": [{"need": "food", "urgency": "now"}] * 2}, "/needs"),
        ({"level": "household", "household": ["debt", "debt"]}, "/household"),
        ({"risks": [{"flag": "self_harm", "likelihood": "likely", "gravity": "minor"}] * 2},
         "/risks"),
    ],
    ids=["future", "next past", "next late", "other level", "no household", "no community",
         "need twice", "factor twice", "risk twice"],
)  # fmt: skip
async def test_days_levels_and_lists_are_checked(
    world: World, fields: dict[str, Any], pointer: str
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    refused = await _record(world, world.ngo.agent(Role.CASE_WORKER), case_id, **fields)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]


async def test_risks_become_flags_of_the_case_only_when_they_are_confirmed(world: World) -> None:
    case = await world.a_case(world.ngo, risk_flags=["unsafe_phone"])
    path = f"/v1/cases/{case['id']}"
    likely = {"likelihood": "likely", "gravity": "serious"}
    risks = [
        {"flag": "armed_group", **likely},
        {"flag": "self_harm", **likely, "likelihood": "unlikely"},
    ]
    row = await assessed(world, world.ngo, case["id"], risks=risks)
    lead = world.ngo.agent(Role.SUPERVISOR)
    assert (await world.done(lead, "GET", path))["risk_flags"] == ["unsafe_phone"]
    act = f"{path}/assessments/{row['id']}/confirm-risks"
    stale = await world.call(lead, "POST", act, version=7)
    assert stale.status_code == 412
    done = await world.done(lead, "POST", act, version=1)
    assert done["risks_confirmed_at"] is not None
    seen = await world.done(lead, "GET", path)
    assert seen["risk_flags"] == ["unsafe_phone", "armed_group"]
    events = await world.events(case_id=UUID(case["id"]), outcome="allowed")
    acts = [event["action"] for event in events]
    assert acts.count("case:update") == acts.count("assessment:confirm_risks") == 1
    # Once they are there, the file is not corrected again.
    await world.done(lead, "POST", act, version=2)
    assert (await world.done(lead, "GET", path))["version"] == seen["version"]
    officer = await world.call(world.ngo.agent(Role.INTAKE_OFFICER), "POST", act, version=3)
    assert officer.status_code == 403


async def _high(world: World, by: TestOrganisation) -> tuple[str, dict[str, Any]]:
    case_id = (await world.a_case(by))["id"]
    return case_id, await assessed(world, by, case_id, risk_level="high")


async def test_a_high_risk_is_told_to_the_supervisors_at_once_and_asks_for_a_plan(
    world: World,
) -> None:
    case_id, row = await _high(world, world.ngo)
    limit = datetime.fromisoformat(row["plan_by"]) - datetime.fromisoformat(row["recorded_at"])
    assert limit == _DAY
    assert await stages(world, row["id"]) == [("supervisor", world.ngo.id)]
    page = await world.done(world.ngo.agent(Role.SUPERVISOR), "GET", "/v1/notices?mine=true")
    (notice,) = [item for item in page["items"] if item["subject_id"] == row["id"]]
    assert (notice["kind"], notice["subject"]) == ("plan_for_high_risk", "assessment")
    kind, case = NoticeKind.PLAN_FOR_HIGH_RISK, UUID(row["id"])
    assert not await ring_one(world, kind, case, world.ngo, _DAY)
    # Eighteen hours later.
    assert await ring_one(world, kind, case, world.ngo, 4 * _DAY + timedelta(minutes=1))
    assert (await stages(world, row["id"]))[1:] == [("reminder", world.ngo.id)]
    await in_force(world, world.ngo, case_id)
    assert not await ring_one(world, kind, case, world.ngo, 20 * _DAY)


async def test_a_plan_that_comes_late_is_told_to_whoever_answers_for_the_person(
    world: World,
) -> None:
    _, row = await _high(world, world.ngo)
    late = datetime.now(UTC) - timedelta(minutes=1)
    await let_pass(world, "assessment", row, plan_by=late)
    assert await ring_one(world, NoticeKind.PLAN_FOR_HIGH_RISK, UUID(row["id"]), world.ngo, _DAY)
    assert (await stages(world, row["id"]))[-1] == ("passed", world.ngo.id)


async def test_the_first_assessment_is_awaited_within_72_hours_of_the_registration(
    world: World,
) -> None:
    case = await world.a_case(world.ngo)
    kind, case_id, whole = NoticeKind.ASSESSMENT_FIRST, UUID(case["id"]), 3 * _DAY
    assert not await ring_one(world, kind, case_id, world.ngo, whole)
    for hours, stage in ((37, "reminder"), (55, "supervisor"), (73, "passed")):
        at = datetime.now(UTC) - timedelta(hours=hours)
        key = UUID(f"{int(at.timestamp() * 1e6):016x}{case_id.hex[16:]}")
        await world.rewrite("case", case, registered_at=at, recorded_key=key)
        assert await ring_one(world, kind, case_id, world.ngo, whole)
        assert (await stages(world, case["id"]))[-1] == (stage, world.ngo.id)
    await assessed(world, world.ngo, case["id"])
    assert not await ring_one(world, kind, case_id, world.ngo, whole)


async def test_the_next_assessment_is_told_on_its_day_and_a_day_later_to_supervisors(
    world: World,
) -> None:
    case_id = (await world.a_case(world.ngo))["id"]
    row = await assessed(world, world.ngo, case_id)
    kind, about, whole = NoticeKind.ASSESSMENT_NEXT, UUID(row["id"]), 4 * _DAY
    assert not await ring_one(world, kind, about, world.ngo, whole)
    today = datetime.now(UTC).date()
    for day, stage in ((today, "passed"), (today - _DAY, "supervisor")):
        await let_pass(world, "assessment", row, next_by=day)
        assert await ring_one(world, kind, about, world.ngo, whole)
        assert (stage, world.ngo.id) in await stages(world, row["id"])
    await let_pass(world, "assessment", row, next_by=today - 2 * _DAY)
    await assessed(world, world.ngo, case_id)
    assert not await ring_one(world, kind, about, world.ngo, whole)
