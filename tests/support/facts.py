"""Bodies of screenings, episodes of exploitation and profiles, as a case worker would send them."""

from typing import Any
from uuid import UUID

from tests.support.audit_log import refused
from tests.support.world import World

SCREENED: dict[str, Any] = {
    "conducted_on": "2026-01-15", "region": "SIKASSO", "setting": "gold_site", "language": "bam",
    "interpreter": "staff", "private_place": "yes", "escort_absent": "yes",
    "person_of_trust": "no", "interviewer_sex": "woman", "interviewer_sex_chosen": "yes",
    "urgent_needs_first": "yes",
    "purpose_explained": "yes", "may_stop_explained": "yes", "break_taken": "no",
    "ended": "completed",
    "answers": [
        {"question": "gen_papers_held", "answer": "yes", "basis": ["disclosed"]},
        {"question": "gen_violence", "answer": "yes", "basis": ["observed"]},
        {"question": "gen_long_hours", "answer": "yes", "basis": ["disclosed"]},
        {"question": "gen_little_or_no_pay", "answer": "yes", "basis": ["disclosed"]},
        {"question": "gen_threats", "answer": "unknown"},
        {"question": "gen_debt", "answer": "no"},
    ],
}  # fmt: skip
SCREENING = SCREENED | {"instrument": "general", "instrument_version": "1.0"}
EPISODE: dict[str, Any] = {
    "forms": ["TRAVAIL_FORCE_ORPAILLAGE"], "acts": ["RECRUITMENT"], "means": ["DECEPTION"],
    "still_going_on": "no", "recruitment_methods": ["recruiter_visit"],
    "recruiter_relations": ["stranger"], "exploiter_relations": ["employer"],
    "control_methods": ["debt", "withholds_documents"], "activities": ["gold_mining"],
}  # fmt: skip


async def facts(world: World, agent: UUID, case_id: str) -> dict[str, str]:
    """Screen the person, record an episode and a profile; return the ids."""
    path = f"/v1/cases/{case_id}"
    screening = await world.done(agent, "POST", f"{path}/screenings", SCREENING)
    episode = await world.done(agent, "POST", f"{path}/exploitations", EPISODE)
    await world.done(agent, "PUT", f"{path}/profile", {}, version=0)
    return {"screening_id": screening["id"], "exploitation_id": episode["id"]}


async def malformed(
    world: World, agent: UUID, method: str, path: str, body: dict[str, Any], pointer: str,
    **kwargs: Any,
) -> None:  # fmt: skip
    """Send a body that must be refused at this place alone, without repeating what was sent."""
    problem = await refused(world, 422, "malformed-input", agent, method, path, body, **kwargs)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
