"""What is chosen in the forms of a file and has no list of its own: goals of plans, decisions."""

from typing import Any

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.status import DecisionEvent
from referral_api.domain.codelists.support_plans import PlanDomain
from referral_api.pages.acts.coded import find_code
from referral_api.pages.acts.due import end_of
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, run, run_to_end
from referral_api.pages.by_hand import Choice, Offered
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.formats import write_day

# More plans than any file has.
_MOST = 100
# The decisions that can be contested.
_CONTESTED = frozenset({DecisionEvent.NOT_PRESUME, DecisionEvent.NOT_IDENTIFY})


async def choose_goal(visit: Visit, call: PageContext, _: Fields) -> Offered:
    """Return the goals of the plans of the file; each plan is opened for their words."""
    listing, reading = OPERATIONS["list_support_plans"], OPERATIONS["read_support_plan"]
    case_id = visit.ids["case_id"]
    plans, _more = await run_to_end(call, listing, {}, _MOST, {"case_id": case_id})
    found = []
    for plan in map(members_of, plans):
        ids = check_ids(reading, {"case_id": case_id, reading.parameters[-1]: str(plan["id"])})
        opened = members_of(await run(call.beside(reading), reading, ids))
        found += [
            Choice(str(goal["id"]), _goal_words(goal, visit.language))
            for goal in map(members_of, opened["goals"] or ())
            if goal["status"] == RecordStatus.RECORDED
        ]
    return Offered(found)


def _goal_words(goal: Any, language: str) -> str:
    domain = code_label(find_code(str(goal["domain"]), (PlanDomain,)), language)
    return " · ".join(text for text in (domain, goal["objective"]) if text)


async def choose_decision(visit: Visit, call: PageContext, _: Fields) -> Offered:
    """Return the decisions of the file that can be contested, the last first."""
    listing = OPERATIONS["list_decisions"]
    ids = check_ids(listing, {"case_id": visit.ids["case_id"]})
    told = members_of(await run(call.beside(listing), listing, ids))
    contested = [each for each in map(members_of, told["items"]) if each["event"] in _CONTESTED]
    return Offered([
        Choice(str(each["id"]), _decision_words(each, visit.language))
        for each in reversed(contested)
    ])  # fmt: skip


def _decision_words(decision: Any, language: str) -> str:
    said = code_label(DecisionEvent(decision["event"]), language)
    return f"{said} · {write_day(end_of(decision['decided_at']).date(), language)}"
