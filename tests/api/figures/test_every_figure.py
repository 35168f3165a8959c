"""Each figure says what was done, to whom it may, and says it again after everything changed."""

from typing import Any

import pytest
from uuid_utils.compat import uuid7

from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.permissions import Role
from tests.support.audit_log import refused
from tests.support.counted_acts import Acts, act
from tests.support.figures import PERIOD, ask, cells
from tests.support.world import World

_1965 = "from=1965-01-01&to=1966-01-01"
_BRIGADE, _SHELTER, _NGO = "brigade", "shelter", "ngo"
_SPENT = object()  # a time that is not known beforehand

# Who asks which figure of which period, by what; the total, what it rests on, and the cells.
_Expected = tuple[str, str, str, str, Any, int, dict[str, Any]]
_CASES: list[_Expected] = [
    (_BRIGADE, "identification.registered", PERIOD, "category", 6, 6,
     {"women": 2, "girls": 1, "men": 2, "not_determined": 1}),
    (_BRIGADE, "identification.cases_registered", PERIOD, "registrar", 6, 6, {"police": 6}),
    # Each at the first screening.
    (_BRIGADE, "identification.screened", PERIOD, "advice", 2, 2, {"weak": 2}),
    (_BRIGADE, "identification.screened", PERIOD, "instrument", 2, 2, {"general": 2}),
    (_BRIGADE, "identification.registered", PERIOD, "displacement", 6, 6,
     {"conflict": 1, "drought": 1, "not_asked": 5}),
    (_BRIGADE, "identification.identified", PERIOD, "income", 1, 1, {"none": 1}),
    (_BRIGADE, "identification.presumed", PERIOD, "category", 3, 3,
     {"women": 1, "girls": 1, "men": 1}),
    (_BRIGADE, "identification.identified", PERIOD, "decider", 1, 1, {"police": 1}),
    (_BRIGADE, "identification.detected", PERIOD, "age", 3, 3,
     {"25_59": 1, "12_14": 1, "18_24": 1}),
    (_BRIGADE, "identification.detected", PERIOD, "exploitation_country", 3, 3,
     {"not_determined": 3}),
    (_BRIGADE, "identification.not_retained", PERIOD, "region", 1, 1, {"UNKNOWN": 1}),
    # What is counted: tests/api/identification/test_smuggled_persons.py.
    (_BRIGADE, "identification.smuggled_assisted", PERIOD, "category", 0, 0, {}),
    (_BRIGADE, "identification.status_at", "", "status", 6, 6,
     {"identified": 1, "presumed": 1, "not_presumed": 1, "under_review": 1, "reported": 2}),
    (_BRIGADE, "identification.forms", PERIOD, "form", 1, 1,
     {"MENDICITE_FORCEE": 1, "TRAVAIL_FORCE_ORPAILLAGE": 1}),
    (_BRIGADE, "identification.age_doubt", PERIOD, "sex", 1, 1, {"unknown": 1}),
    (_BRIGADE, "identification.time_to_presumption", PERIOD, "category", 0.0, 3,
     {"women": 0.0, "girls": 0.0, "men": 0.0}),
    (_BRIGADE, "identification.time_to_identification", PERIOD, "category", 0.0, 2,
     {"women": 0.0, "men": 0.0}),
    # What is linked and undone: tests/api/identification/test_person_links.py.
    (_BRIGADE, "identification.linked_files", PERIOD, "decider", 0, 0, {}),
    (_BRIGADE, "identification.unlinked_files", PERIOD, "decider", 0, 0, {}),
    (_BRIGADE, "protection.assisted", PERIOD, "service", 2, 2, {"shelter": 2}),
    (_SHELTER, "protection.places_at", "", "place", 10, 1,
     {"occupied": 1, "held": 0, "free": 9, "unknown": 0}),
    (_SHELTER, "protection.overflow_at", "", "unit", 0, 1, {"bed_unspecified": 0}),
    (_BRIGADE, "protection.detected_assisted", PERIOD, "category", 1, 1, {"women": 1}),
    (_BRIGADE, "protection.reintegrated", PERIOD, "reason", 1, 1, {"support_completed": 1}),
    (_BRIGADE, "protection.closures", PERIOD, "reason", 1, 1, {"support_completed": 1}),
    (_BRIGADE, "protection.consents", PERIOD, "reply", 12, 12,
     {"given": 9, "refused": 1, "legal_ground": 2}),
    (_BRIGADE, "protection.consents_refused", PERIOD, "purpose", 1, 1,
     {"care": 1, "referral_sharing": 1, "justice": 1}),
    (_BRIGADE, "protection.consents_withdrawn", PERIOD, "category", 1, 1, {"men": 1}),
    (_BRIGADE, "protection.handoffs", PERIOD, "status", 3, 3,
     {"completed": 1, "declined": 1, "offered": 1}),
    (_BRIGADE, "protection.handoffs_completed", PERIOD, "custody", 1, 1, {"investigation": 1}),
    (_BRIGADE, "protection.handoffs_declined", PERIOD, "end_reason", 1, 1, {"no_capacity": 1}),
    (_BRIGADE, "protection.handoffs_failed", PERIOD, "end_reason", 0, 0, {}),
    (_BRIGADE, "protection.handoffs_forced", PERIOD, "status", 0, 0, {}),
    (_BRIGADE, "protection.handoffs_open_at", "", "waited", 1, 1, {"under_1_day": 1}),
    (_BRIGADE, "protection.handoffs_expired", PERIOD, "custody", 0, 0, {}),
    (_BRIGADE, "protection.time_to_handoff_answer", PERIOD, "custody", 0.0, 2,
     {"investigation": 0.0, "protection": 0.0}),
]  # fmt: skip
_REFERRALS: list[_Expected] = [
    (_BRIGADE, "referral.sent", PERIOD, "category", 4, 4,
     {"women": 1, "girls": 1, "men": 1, "not_determined": 1}),
    # Whoever received them counts them too.
    (_SHELTER, "referral.sent", PERIOD, "category", 4, 4,
     {"women": 1, "girls": 1, "men": 1, "not_determined": 1}),
    (_BRIGADE, "referral.persons", PERIOD, "region", 4, 4, {"BAMAKO": 2, "KAYES": 1, "UNKNOWN": 1}),
    (_BRIGADE, "referral.answers", PERIOD, "answer", 4, 4,
     {"accepted": 2, "not_accepted": 1, "none": 1}),
    (_BRIGADE, "referral.acceptance_rate", PERIOD, "service", 66.67, 3, {"shelter": 66.67}),
    (_BRIGADE, "referral.refused", PERIOD, "reason", 1, 1, {"out_of_area": 1}),
    (_BRIGADE, "referral.expired", PERIOD, "service", 0, 0, {}),
    (_BRIGADE, "referral.lapsed", PERIOD, "service", 0, 0, {}),
    (_BRIGADE, "referral.waiting_at", "", "service", 1, 1, {"shelter": 1}),
    (_BRIGADE, "referral.waiting_time_at", "", "service", 0.0, 1, {"shelter": 0.0}),
    (_BRIGADE, "referral.time_to_answer", PERIOD, "service", 0.0, 3, {"shelter": 0.0}),
    (_BRIGADE, "referral.time_to_answer_90", PERIOD, "service", 0.0, 3, {"shelter": 0.0}),
    (_BRIGADE, "referral.time_to_start", PERIOD, "service", 0.0, 2, {"shelter": 0.0}),
    (_BRIGADE, "referral.time_to_start_90", PERIOD, "service", 0.0, 2, {"shelter": 0.0}),
    (_BRIGADE, "referral.open_at", "", "status", 2, 2, {"in_progress": 1, "requested": 1}),
    (_BRIGADE, "referral.overdue_at", "", "limit", 1, 1, {"answer": 1}),
    (_BRIGADE, "referral.failed", PERIOD, "reason", 0, 0, {}),
    (_BRIGADE, "referral.outcomes", PERIOD, "outcome", 1, 1, {"service_provided": 1}),
]  # fmt: skip
_PROGRAMME: list[_Expected] = [
    (_BRIGADE, "prevention.reached", _1965, "population", 42, 2,
     {"women": 10, "girls": 0, "undivided": 7, "men": 20, "not_determined": 5}),
    (_BRIGADE, "prevention.activities", _1965, "state", 4, 4,
     {"carried_out": 2, "planned": 1, "cancelled": 1}),
    (_BRIGADE, "prevention.trained", _1965, "profession", 19, 1, {"police": 15, "health": 4}),
    (_BRIGADE, "prevention.manuals", _1965, "kind", 1, 1, {"manual": 1}),
    (_BRIGADE, "prevention.texts", _1965, "stage", 2, 2, {"adopted": 1, "in_force": 1}),
    (_BRIGADE, "partnership.partners", _1965, "partner_category", 2, 2,
     {"international": 1, "state": 1}),
    (_BRIGADE, "partnership.contributions", _1965, "kind", 3, 3, {"training": 1, "money": 2}),
    (_BRIGADE, "partnership.amounts", _1965, "kind", 5_000_000_003, 2, {"money": 5_000_000_003}),
    (_BRIGADE, "partnership.call_answers", _1965, "call_answer", 2, 2, {"silent": 1, "late": 1}),
]  # fmt: skip
_QUALITY: list[_Expected] = [
    (_BRIGADE, "quality.unknown_rate", PERIOD, "item", 33.33, 24,
     {"sex": 16.67, "age": 16.67, "region": 16.67, "nationality": 83.33}),
    (_NGO, "quality.late_entry", PERIOD, "resource", 80.0, 5, {"prevention_activity": 80.0}),
    (_NGO, "quality.entry_lag", PERIOD, "resource", _SPENT, 5, {"prevention_activity": _SPENT}),
    (_BRIGADE, "quality.untouched", "", "status", 0, 0, {}),
    (_BRIGADE, "quality.overdue_referrals", "", "service", 1, 1, {"shelter": 1}),
    (_BRIGADE, "quality.overdue_handoffs", "", "status", 1, 1, {"offered": 1}),
    (_BRIGADE, "quality.coverage", PERIOD, "coverage", 1, 1, {"registers_cases": 1}),
    (_SHELTER, "quality.coverage", PERIOD, "coverage", 1, 1, {"gives_totals": 1}),
    (_NGO, "quality.coverage", PERIOD, "coverage", 1, 1, {"silent": 1}),
    # Files that are linked: tests/api/figures/test_linked_persons.py.
    (_BRIGADE, "quality.sex_differs", "", "registrar", 0, 0, {}),
    (_BRIGADE, "access.reads", PERIOD, "act", 2, 2, {"case:read": 2}),
    (_NGO, "access.refusals", PERIOD, "refusal", 1, 1, {"not-found": 1}),
    (_BRIGADE, "access.emergency", PERIOD, "confirmation", 2, 2, {"confirmed": 1, "waiting": 1}),
    (_SHELTER, "network.coverage", "", "service", 2, 2, {"shelter": 2, "legal_aid": 1}),
    (_SHELTER, "network.unmet_need", PERIOD, "category", 1, 1, {"men": 1}),
]  # fmt: skip
_HELPER = "helper"
_ASSISTANCE: list[_Expected] = [
    (_HELPER, "protection.assisted", PERIOD, "service", 2, 2,
     {"psychosocial_support": 1, "education": 2, "shelter": 2}),
    (_HELPER, "protection.services", PERIOD, "service", 3, 3,
     {"psychosocial_support": 1, "education": 2}),
    (_HELPER, "protection.served", PERIOD, "category", 2, 2, {"women": 1, "girls": 1}),
    (_HELPER, "protection.services_offered", PERIOD, "reply", 5, 5,
     {"accepted": 4, "declined": 1}),
    (_HELPER, "protection.sheltered", PERIOD, "category", 2, 2, {"women": 1, "girls": 1}),
    (_HELPER, "protection.nights", PERIOD, "category", _SPENT, 1, {"women": _SPENT}),
    (_HELPER, "protection.sheltered_at", "", "place", 1, 1, {"bed_girls": 1}),
    (_HELPER, "protection.late_arrivals_at", "", "place", 0, 0, {}),
    (_HELPER, "protection.departures", PERIOD, "reason", 1, 1, {"to_family": 1}),
    (_HELPER, "protection.follow_ups", PERIOD, "state", 2, 2, {"done": 1, "not_done": 1}),
    (_HELPER, "protection.follow_up_6m", PERIOD, "category", 100.0, 1, {"women": 100.0}),
    (_HELPER, "protection.follow_up_12m", PERIOD, "category", 0.0, 1, {"women": 0.0}),
    (_HELPER, "protection.children_guardian", PERIOD, "sex", 100.0, 1, {"female": 100.0}),
    (_HELPER, "protection.children_bia", PERIOD, "sex", 0.0, 1, {"female": 0.0}),
    (_HELPER, "protection.plans", "", "state", 1, 1, {"active": 1}),
    (_HELPER, "protection.plans_begun", PERIOD, "category", 2, 2, {"women": 1, "girls": 1}),
    (_HELPER, "protection.plans_ended", PERIOD, "reason", 1, 1, {"goals_met": 1}),
    (_HELPER, "protection.plan_goals_met", "", "kind", 50.0, 2, {"education": 50.0}),
    (_HELPER, "protection.means", PERIOD, "status", 2, 2, {"paid": 1, "refused": 1}),
    (_HELPER, "protection.means_asked", PERIOD, "kind", 2000, 1, {"food": 2000}),
    (_HELPER, "protection.means_granted", PERIOD, "kind", 800, 1, {"food": 800}),
    (_HELPER, "protection.means_paid", PERIOD, "kind", 300, 1, {"food": 300}),
    (_HELPER, "protection.means_uncovered", PERIOD, "kind", 1700, 1, {"food": 1700}),
    (_HELPER, "identification.recovery_periods", PERIOD, "state", 1, 1, {"extended": 1}),
    (_BRIGADE, "identification.recovery_periods", PERIOD, "category", 3, 3,
     {"women": 1, "girls": 1, "men": 1}),
    (_HELPER, "identification.reconsiderations", PERIOD, "state", 1, 1, {"late": 1}),
    (_HELPER, "identification.time_to_reconsideration", PERIOD, "category", None, 0, {}),
    (_HELPER, "protection.measures", PERIOD, "kind", 3, 3,
     {"recovery_period": 1, "safety_measure": 1, "family_reunification": 1}),
    (_HELPER, "protection.returns", PERIOD, "papers", 1, 1, {"risk_assessment": 1}),
]  # fmt: skip
_WATCH = "watch"
_FIRST_SIGNS: list[_Expected] = [
    (_WATCH, "identification.tips", PERIOD, "priority", 3, 3, {"urgent": 2, "emergency": 1}),
    (_WATCH, "identification.tip_outcomes", PERIOD, "outcome", 3, 3,
     {"open": 1, "linked": 1, "dismissed": 1}),
    (_WATCH, "identification.time_to_tip_assignment", PERIOD, "region", 2.0, 3,
     {"KAYES": 2.0}),
    (_WATCH, "identification.incidents", PERIOD, "size", 2, 2, {"over_20": 1, "not_determined": 1}),
    (_WATCH, "identification.incidents_occurred", "from=1965-01-01&to=1966-01-01", "region", 1, 1,
     {"KAYES": 1}),
    (_WATCH, "identification.contacts", PERIOD, "answer", 2, 2, {"accepted": 1, "refused": 1}),
    (_WATCH, "identification.smuggled_helped", PERIOD, "category", 1, 1, {"girls": 1}),
]  # fmt: skip
# Which everybody counts for the country, whatever other tests have done.
_AMONG_OTHERS = {"prevention.watch_committees", "plan.indicator", "plan.target", "plan.progress"}


async def test_each_figure_says_what_was_done_and_says_it_again_after_everything_changed(
    world: World,
) -> None:
    acts = await act(world)
    expected = [
        *_CASES, *_FIRST_SIGNS, *_REFERRALS, *_ASSISTANCE, *_PROGRAMME, *_QUALITY
    ]  # fmt: skip
    assert {code for _, code, *_ in expected} | _AMONG_OTHERS == DEFINITIONS.keys()
    given = []
    for who, code, period, by, total, base, parts in expected:
        asking = getattr(acts, who)
        answer = await ask(world, asking, code, f"{period}&by={by}".lstrip("&"))
        counted = answer["answer"]["total"]
        assert (code, counted["base"]) == (code, base)
        found = {"total": counted["value"], **cells(answer)}
        said = {"total": total, **parts}
        spent = {name for name, value in said.items() if value is _SPENT}
        assert all(found[name] > 0 for name in spent), code
        assert {name: value for name, value in found.items() if name not in spent} == {
            name: value for name, value in said.items() if name not in spent
        }, code
        given.append((asking, answer))
    assert given[0][1]["answer"]["unknown"] == {"category": 16.67}
    await _the_plan(world, acts)
    for name in ("woman", "girl", "youth"):
        await world.rewrite("case", acts.cases[name], sex="male", region="GAO")
    await act(world)  # in the same years
    await world.arrange(
        acts.shelter.id, "UPDATE organisation SET regions = '{GAO}' WHERE id = $1", acts.shelter.id
    )
    for asking, answer in given:
        path = f"/v1/figure-answers/{answer['id']}/verification"
        verified = await world.done(asking.agent(Role.SUPERVISOR), "GET", path)
        assert verified["equal"], answer["answer"]["code"]


async def _the_plan(world: World, acts: Acts) -> None:
    answer = await ask(world, acts.ngo, "plan.progress", f"{_1965}&by=objective,progress")
    of_objective = {
        cell["by"]["objective"]: cell["by"]["progress"] for cell in answer["answer"]["cells"]
    }
    own = {name: word for name, word in of_objective.items() if name.startswith(acts.mark)}
    assert own == {f"{acts.mark}-{word}": word for word in own.values()}
    assert set(own.values()) == {"met", "not_met", "partly_met", "not_measured"}
    values = cells(await ask(world, acts.ngo, "plan.indicator", f"{_1965}&by=indicator"))
    said = {name: value for name, value in values.items() if name.startswith(acts.mark)}
    words = {"met-0": "64.50", "not_met-0": "15.0", "partly_met-0": "3", "not_measured-0": "7"}
    assert said == {f"{acts.mark}-{name}": value for name, value in words.items()}
    targets = cells(await ask(world, acts.ngo, "plan.target", f"{_1965}&by=indicator"))
    assert targets[f"{acts.mark}-not_met-0"] == "10"


async def test_an_active_watch_committee_counts_and_one_that_is_not_does_not(world: World) -> None:
    path = "prevention.watch_committees"
    before = await ask(world, world.ngo, path, "")
    committee = await world.make_organisation("watch_committee")
    after = await ask(world, world.ngo, path, "by=served_region")
    assert after["answer"]["total"]["value"] == before["answer"]["total"]["value"] + 1
    await world.arrange(
        committee.id, "UPDATE organisation SET active = false WHERE id = $1", committee.id
    )
    assert (await ask(world, world.ngo, path, ""))["answer"]["total"] == before["answer"]["total"]


async def test_an_open_case_without_a_step_for_90_days_is_untouched(world: World) -> None:
    brigade = await world.make_organisation("police")
    row = (
        "INSERT INTO counted_case (row_id, generation, sex, age_band, age_in_doubt, region, status,"
        " state, registered_by_organisation_id, registered_at) SELECT $1, number, 'male', '25_59',"
        " false, 'GAO', 'reported', $2, $3, now() - make_interval(days => $4) FROM generation"
    )
    touched = uuid7()
    for case_id, state, days in (
        (uuid7(), "open", 91), (uuid7(), "open", 89), (uuid7(), "closed", 91),
        (touched, "open", 91),
    ):  # fmt: skip
        await world.owner.execute(row, case_id, state, brigade.id, days)
    await world.owner.execute(
        "INSERT INTO counted_referral (row_id, generation, case_id, sender_id, sent_at)"
        " SELECT $1, number, $2, $3, now() FROM generation", uuid7(), touched, brigade.id,
    )  # fmt: skip
    answer = await ask(world, brigade, "quality.untouched", "by=region")
    assert cells(answer) == {"GAO": 1}


@pytest.mark.parametrize("code", ["quality.unknown_rate", "access.reads", "access.emergency"])
async def test_auditors_count_quality_and_access_for_the_country(world: World, code: str) -> None:
    coordinator = await ask(world, world.coordination, code, role=Role.COORDINATOR)
    auditor = await ask(world, world.oversight, code, role=Role.AUDITOR)
    assert auditor["answer"] == coordinator["answer"]
    assert auditor["answer"]["scope"] == "country"
    path = f"/v1/figure-answers/{auditor['id']}"
    agent = world.oversight.agent(Role.AUDITOR)
    assert (await world.done(agent, "GET", f"{path}/verification"))["equal"]
    path = f"/v1/figure-answers/{coordinator['id']}"
    await refused(world, 404, "not-found", agent, "GET", path)


async def test_auditors_count_nothing_else_of_cases_and_all_of_the_programme(world: World) -> None:
    agent = world.oversight.agent(Role.AUDITOR)
    for code in DEFINITIONS:
        if DEFINITIONS[code].audience == "coordination":
            await refused(world, 403, "forbidden", agent, "GET", f"/v1/figures/{code}?{PERIOD}")
    answer = await ask(world, world.oversight, "prevention.reached", _1965, Role.AUDITOR)
    assert answer["answer"]["scope"] == "country"


async def test_quality_of_another_organisation_is_not_counted(world: World) -> None:
    stranger = await world.make_organisation("ngo")
    for code in ("quality.late_entry", "quality.unknown_rate", "access.reads"):
        answer = await ask(world, stranger, code)
        assert (answer["answer"]["scope"], answer["answer"]["total"]["base"]) == ("own", 0)


async def test_an_event_of_before_a_restore_was_seen_and_a_later_one_is_not(world: World) -> None:
    """Whatever its number: numbers of transactions begin anew."""
    brigade = await world.make_organisation("police")
    first = await ask(world, brigade, "access.reads", "from=1970-01-01&to=2200-01-01")
    for recorded_at in ("2001-01-01T00:00Z", "2199-01-01T00:00Z"):
        await world.owner.execute(
            "INSERT INTO audit_event (id, recorded_at, xid, action, outcome, organisation_id,"
            " roles, salt) VALUES ($1, $2::text::timestamptz, '9223372036854775807', 'case:read',"
            " 'allowed', $3, '{}', '')",
            uuid7(), recorded_at, brigade.id,
        )  # fmt: skip
    after = await ask(world, brigade, "access.reads", "from=1970-01-01&to=2200-01-01")
    assert [answer["answer"]["total"]["value"] for answer in (first, after)] == [0, 1]


async def test_a_definition_says_how_it_counts(world: World) -> None:
    listed = await world.done(world.ngo.agent(Role.SUPERVISOR), "GET", "/v1/figures")
    rows = {row["code"]: row for row in listed["items"]}
    assert rows.keys() == DEFINITIONS.keys()
    said = {name: rows["prevention.reached"][name] for name in (
        "unit", "measure", "missing", "rounding", "audience", "suppression", "additive",
        "reference_date", "standards", "valid_from",
    )}  # fmt: skip
    assert said == {
        "unit": "participant", "measure": "sum", "missing": "not_told", "rounding": "none",
        "audience": "everybody", "suppression": "none", "additive": True,
        "reference_date": "held_on", "standards": ["9.11"], "valid_from": "2026-11-29",
    }  # fmt: skip
    assert rows["prevention.manuals"]["report_lines"] == ["PREV-2021-MANUALS"]
    (event,) = await world.events(action="figure:list", agent_id=world.ngo.agent(Role.SUPERVISOR))
    assert event["outcome"] == "allowed"
