"""Acts of a few organisations of their own, of which tests know what each figure counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from referral_api.permissions import Role
from tests.support.assisted import assist
from tests.support.contributions import a_request, lines
from tests.support.directory import NEED, a_service
from tests.support.facts import EPISODE, SCREENING
from tests.support.figures import decide
from tests.support.first_signs import watch_and_meet
from tests.support.programme import KINDS, an_entry
from tests.support.world import TestOrganisation, World

_CASES: dict[str, dict[str, Any]] = {
    "woman": {},
    "girl": {"age_band": "12_14", "region": "KAYES", "nationality": "ML"},
    "man": {"sex": "male", "region": "UNKNOWN"},
    "doubt": {"sex": "unknown", "age_band": "unknown"},
    "youth": {"sex": "male", "age_band": "18_24"},
    "error": {"age_band": "60_plus"},
    "closed": {},
}
# By case: how the shelter answers its referral. The last is never sent.
_REFERRALS = {
    "woman": ("accept", "start"), "girl": ("reject",), "doubt": (),
    "man": ("accept", "start", "complete"), "youth": None,
}  # fmt: skip
_BODIES: dict[str, dict[str, str]] = {
    "accept": {},
    "reject": {"reason": "out_of_area"},
    "complete": {"outcome": "service_provided"},
}
# In a year in which no other test does anything; the first and the last lie outside.
_ACTIVITIES: tuple[dict[str, Any], ...] = (
    {"held_on": "1964-12-31", "reached": {"women": 5}},
    {"held_on": "1965-01-01", "reached": {"women": 10, "girls": 0, "undivided": 7}},
    {"held_on": "1965-12-31", "kind": "training", "reached": {"men": 20, "not_determined": 5},
     "professions": [{"profession": "police", "number": 15},
                     {"profession": "health", "number": 4}]},
    {"held_on": "1966-01-01", "reached": {"women": 99}},
    {"held_on": "1965-06-01", "state": "planned", "reached": None},
    {"held_on": "1965-07-01", "state": "cancelled", "reached": None,
     "cancellation_reason": "weather"},
)  # fmt: skip


@dataclass
class Acts:
    """Who acted, and the cases by what they are."""

    brigade: TestOrganisation
    shelter: TestOrganisation
    ngo: TestOrganisation
    helper: TestOrganisation  # who gives what persons are given
    watch: TestOrganisation  # who follows up tips and records incidents and contacts
    cases: dict[str, dict[str, Any]]
    mark: str  # of the objectives of the plan


async def act(world: World) -> Acts:
    """Let everything happen that figures count."""
    brigade, shelter, ngo = [
        await world.make_organisation(kind) for kind in ("police", "shelter", "ngo")
    ]
    await world.make_organisation("watch_committee")
    await world.set_places(shelter, 10)
    cases = {name: await world.a_case(brigade, **fields) for name, fields in _CASES.items()}
    helper = await world.make_organisation("ngo")
    watch = await world.make_organisation("gendarmerie")
    acts = Acts(brigade, shelter, ngo, helper, watch, cases, brigade.id.hex[-6:])
    await _decide(world, acts)
    await _learn(world, acts)
    await _refer(world, acts)
    await _hand_over(world, acts)
    await _consent(world, acts)
    await _prevent(world, acts)
    await _contribute(world, acts)
    await _plan(world, acts)
    await _offer_and_search(world, acts)
    await _read(world, acts)
    await assist(world, acts.helper)
    await watch_and_meet(world, acts.watch)
    return acts


async def _learn(world: World, acts: Acts) -> None:
    """Screen a woman twice and a girl, record an episode of each, and the woman's profile."""
    agent = acts.brigade.agent(Role.INVESTIGATOR)
    woman, girl = (f"/v1/cases/{acts.cases[name]['id']}" for name in ("woman", "girl"))
    little = SCREENING | {"answers": SCREENING["answers"][:1]}
    for path, said in (
        (woman, SCREENING | {"conducted_on": "2026-01-16"}), (woman, little),
        (girl, little | {"child_specialist": "yes"}),
    ):  # fmt: skip
        await world.done(agent, "POST", f"{path}/screenings", said)
    for path in (woman, girl):
        await world.done(agent, "POST", f"{path}/exploitations", EPISODE)
    wrong = await world.done(
        agent, "POST", f"{woman}/exploitations", EPISODE | {"forms": ["AUTRE"]}
    )
    lead, path = acts.brigade.agent(Role.SUPERVISOR), f"{woman}/exploitations/{wrong['id']}"
    await world.done(lead, "POST", f"{path}/mark-error", version=1)
    profile = {"income_level": "none", "displacement_causes": ["conflict", "drought"]}
    await world.done(agent, "PUT", f"{woman}/profile", profile, version=0)


async def _decide(world: World, acts: Acts) -> None:
    for name, steps in {
        "woman": ("begin_screening", "presume", "identify"),
        "girl": ("begin_screening", "presume"),
        "man": ("begin_screening", "not_presume"),
        "youth": ("begin_screening", "presume", "identify", "reconsider"),
    }.items():
        await decide(world, acts.brigade, acts.cases[name], *steps)
    supervisor = acts.brigade.agent(Role.SUPERVISOR)
    for name, reason in (("error", "registered_in_error"), ("closed", "support_completed")):
        path = f"/v1/cases/{acts.cases[name]['id']}/close"
        await world.done(supervisor, "POST", path, {"reason": reason}, version=1)


async def _refer(world: World, acts: Acts) -> None:
    officer = acts.brigade.agent(Role.FIRST_RESPONDER)
    intake = acts.shelter.agent(Role.INTAKE_OFFICER)
    for name, steps in _REFERRALS.items():
        row = await world.a_referral(
            acts.cases[name]["id"], to=acts.shelter, by=acts.brigade, bed_asked=name == "woman"
        )
        if steps is None:
            continue
        row = await world.move(officer, "referrals", row, "send")
        for step in steps:
            row = await world.move(intake, "referrals", row, step, _BODIES.get(step))
        if not steps:
            past = datetime.now(UTC) - timedelta(minutes=1)
            await world.rewrite("referral", row, decide_by=past)


async def _hand_over(world: World, acts: Acts) -> None:
    offers = {
        name: await world.an_offer(acts.cases[name]["id"], by=acts.brigade, kind=kind)
        for name, kind in (
            ("woman", "investigation"), ("girl", "protection"), ("man", "investigation")
        )
    }  # fmt: skip
    await world.move(world.prosecutor.agent(Role.MAGISTRATE), "handoffs", offers["woman"], "accept")
    await world.move(
        world.ngo.agent(Role.SUPERVISOR), "handoffs", offers["girl"], "decline",
        {"reason": "no_capacity"},
    )  # fmt: skip
    past = datetime.now(UTC) - timedelta(minutes=1)
    await world.rewrite("handoff", offers["man"], decide_by=past)


async def _consent(world: World, acts: Acts) -> None:
    brigade = acts.brigade
    youth, doubt = acts.cases["youth"]["id"], acts.cases["doubt"]["id"]
    await world.a_consent(doubt, acts.ngo, by=brigade, answer="refused")
    given = await world.a_consent(youth, acts.ngo, by=brigade)
    await world.move(brigade.agent(Role.FIRST_RESPONDER), "consents", given, "withdraw")
    for case, is_confirmed in ((doubt, True), (youth, False)):
        ground = await world.a_consent(
            case, world.health, by=brigade, legal_ground="vital_interest"
        )
        if is_confirmed:
            await world.move(brigade.agent(Role.SUPERVISOR), "consents", ground, "confirm")


async def _prevent(world: World, acts: Acts) -> None:
    keeper = acts.ngo.agent(Role.CASE_WORKER)
    kind = KINDS["prevention_activity"]
    today = str(datetime.now(UTC).date())
    for fields in (*_ACTIVITIES, {"held_on": today, "reached": {"women": 3}}):
        await an_entry(world, kind, keeper, **({"target": None} | fields))
    wrong = await an_entry(
        world, kind, keeper, held_on="1965-03-03", reached={"women": 1000}, target=None
    )
    path = f"{kind.path}/{wrong['id']}/withdraw"
    await world.done(keeper, "POST", path, {"reason": "entered_in_error"}, version=1)
    await an_entry(world, KINDS["programme_document"], published_on="1965-05-05")
    await an_entry(
        world, KINDS["legal_text"], bill_on="1964-12-31", adopted_on="1965-01-01",
        in_force_on="1965-12-31",
    )  # fmt: skip


async def _contribute(world: World, acts: Acts) -> None:
    coordinator = world.coordination.agent(Role.COORDINATOR)
    agreement, gift = KINDS["partner_agreement"], KINDS["partner_contribution"]
    for category, starts_on, ends_on in (
        ("international", "1965-12-31", "1966-03-01"), ("national", "1960-01-01", "1964-12-31"),
    ):  # fmt: skip
        partner = await an_entry(world, KINDS["partner"], category=category)
        fields = {"partner_id": partner["id"], "starts_on": starts_on, "ends_on": ends_on}
        await an_entry(world, agreement, signed_on=None, **fields)
    state = await an_entry(world, KINDS["partner"], category="state")
    for fields in (
        {"partner_id": state["id"], "starts_on": "1964-01-01", "ends_on": "1965-01-01"},
        {"kind": "training", "amount_cfa": None, "starts_on": "1965-04-01"},
        {"amount_cfa": 2_500_000_001, "starts_on": "1965-05-01"},
        {"amount_cfa": 2_500_000_002, "starts_on": "1965-06-01"},
    ):
        # The coordination alone sees the partners.
        by = coordinator if "partner_id" in fields else acts.ngo.agent(Role.CASE_WORKER)
        await an_entry(world, gift, by, **({"ends_on": "1965-12-31"} | fields))
    days = {"received_on": "1965-05-15", "due_on": "1965-05-17"}
    made = await world.done(coordinator, "POST", "/v1/contribution-requests", a_request(**days))
    called = [str(acts.brigade.id), str(acts.shelter.id)]
    body = {"organisation_ids": called}
    await world.move(coordinator, "contribution-requests", made, "open", body)
    await world.done(
        acts.shelter.agent(Role.SUPERVISOR), "POST", "/v1/contributions",
        {"contribution_request_id": made["id"], "lines": lines()},
    )  # fmt: skip


async def _plan(world: World, acts: Acts) -> None:
    """Write objectives: one met, one not met from above, one met in part, one not measured."""
    for name, indicators in {
        "met": ((43, 50, "64.50"),), "not_met": ((20, 10, "15.0"),),
        "partly_met": ((1, 2, "3"), (1, 2, None)), "not_measured": ((1, None, "7"),),
    }.items():  # fmt: skip
        number = f"{acts.mark}-{name}"
        objective = await an_entry(world, KINDS["plan_objective"], number=number[:20])
        for place, (base, target, value) in enumerate(indicators):
            indicator = await an_entry(
                world, KINDS["plan_indicator"], objective_id=objective["id"],
                title=f"{number}-{place}", base_value=str(base),
                target_value=None if target is None else str(target),
                target_year=None if target is None else 1965,
            )  # fmt: skip
            if value is not None:
                await an_entry(
                    world, KINDS["plan_value"], indicator_id=indicator["id"], year=1965, value=value
                )


async def _offer_and_search(world: World, acts: Acts) -> None:
    """Serve two regions with one type and one with another; search in vain for a man, twice."""
    for service_type, regions, state in (
        ("shelter", ["GAO", "KIDAL"], "active"), ("legal_aid", ["GAO"], "active"),
        ("food", ["KAYES"], "inactive"),
    ):  # fmt: skip
        await a_service(
            world, acts.shelter, service_type=service_type, served_regions=regions, state=state
        )
    need = NEED | {"region": "KIDAL", "people": [{"sex": "male", "age_band": "25_59"}]}
    for _ in range(2):
        by = acts.shelter.agent(Role.INTAKE_OFFICER)
        await world.done(by, "POST", "/v1/placements/search", need)


async def _read(world: World, acts: Acts) -> None:
    supervisor = acts.brigade.agent(Role.SUPERVISOR)
    path = f"/v1/cases/{acts.cases['girl']['id']}"
    for _ in range(2):
        await world.done(supervisor, "GET", path)
    await world.call(acts.ngo.agent(Role.SUPERVISOR), "GET", path)
