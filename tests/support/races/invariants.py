"""What must hold of the rows and of the answers after two acts at once, whichever came first.

It is asked in SQL as the owner, and shares no code with the service.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from httpx import Response

from tests.support.races.stage import Stage

_PROMISES = "('requested', 'received', 'accepted', 'in_progress', 'on_hold')"
# What is wrong, by a query that then finds a row. $1 is the case.
_OF_THE_PERSON = {
    "a promise rests on a consent that is not active": f"""
        SELECT 1 FROM referral r JOIN consent k ON k.id = r.consent_id
        WHERE r.case_id = $1 AND r.status IN {_PROMISES} AND k.status <> 'active'""",
    "an offer rests on a consent that is not active": """
        SELECT 1 FROM handoff h JOIN consent k ON k.id = h.consent_id
        WHERE h.case_id = $1 AND h.status IN ('offered', 'accepted') AND h.departed_at IS NULL
        AND k.status <> 'active'""",
    "a grant lives on a consent that is not active": """
        SELECT 1 FROM access_grant g JOIN consent k ON k.id = g.consent_id
        WHERE g.case_id = $1 AND g.ended_at IS NULL AND k.status <> 'active'""",
    "a grant lives on a referral that has ended": f"""
        SELECT 1 FROM access_grant g JOIN referral r ON r.id = g.basis_id
        WHERE g.case_id = $1 AND g.ended_at IS NULL AND r.status NOT IN {_PROMISES}""",
    "a handoff of a closed file is open": """
        SELECT 1 FROM handoff h JOIN "case" c ON c.id = h.case_id
        WHERE c.id = $1 AND c.state = 'closed' AND h.status IN ('offered', 'accepted')""",
    "two handoffs are open": """
        SELECT 1 FROM handoff WHERE case_id = $1 AND status IN ('offered', 'accepted')
        GROUP BY kind HAVING count(*) > 1""",
    "a chain has a gap, or not one custodian": """
        SELECT 1 FROM custody c LEFT JOIN access_grant g ON g.basis_id = c.id
        AND g.ended_at IS NULL AND g.consent_id IS NULL WHERE c.case_id = $1 GROUP BY kind
        HAVING count(g.id) <> 1 OR max(c.seq) <> count(DISTINCT c.seq)""",
    "the file names another custodian than its chain": """
        SELECT 1 FROM "case" f WHERE f.id = $1 AND f.protection_custodian_id <> (
            SELECT organisation_id FROM custody WHERE case_id = $1 AND kind = 'protection'
            ORDER BY seq DESC LIMIT 1)""",
    "a referral is not her custodian's": """
        SELECT 1 FROM referral r JOIN "case" f ON f.id = r.case_id
        WHERE f.id = $1 AND r.custodian_id <> f.protection_custodian_id""",
    "she has two places": """
        SELECT 1 FROM referral a JOIN referral b ON b.case_id = a.case_id AND b.id > a.id
        WHERE a.case_id = $1 AND a.bed IN ('held', 'occupied') AND b.bed IN ('held', 'occupied')
        AND b.transfer_from_id IS DISTINCT FROM a.id""",
    "an open sheet tells another age than her file": """
        SELECT 1 FROM "case" f JOIN referral r ON r.case_id = f.id
        WHERE f.id = $1 AND r.status IN ('accepted', 'in_progress', 'on_hold')
        AND r.age_band <> f.age_band""",
    "a decision does not follow the one before": """
        SELECT 1 FROM (SELECT from_status, lag(to_status) OVER (ORDER BY id) AS before
        FROM decision WHERE case_id = $1) d WHERE before <> from_status""",
}
# $1 is an organisation.
_OF_ITS_PLACES = """
    SELECT 1 FROM capacity c WHERE organisation_id = $1 AND (held < 0 OR occupied < 0
    OR held + occupied > places
    OR held <> (SELECT count(*) FROM referral WHERE receiver_id = $1 AND bed = 'held')
    OR occupied <> (SELECT count(*) FROM referral WHERE receiver_id = $1 AND bed = 'occupied'))"""
# Of an organisation that has left: what counts on it, and of which the coordination was not told.
_LEFT_BEHIND = f"""
    SELECT case_id FROM (
        SELECT case_id FROM referral WHERE receiver_id = $1 AND status IN {_PROMISES}
        AND sent_at IS NOT NULL
        UNION SELECT case_id FROM handoff WHERE $1 IN (from_id, to_id)
        AND status IN ('offered', 'accepted')
        UNION SELECT g.case_id FROM access_grant g JOIN "case" f ON f.id = g.case_id
        WHERE g.organisation_id = $1 AND g.basis = 'custody' AND g.ended_at IS NULL
        AND f.state = 'open'
    ) counting WHERE EXISTS (SELECT 1 FROM organisation WHERE id = $1 AND NOT active)
    AND case_id NOT IN (SELECT e.case_id FROM outgoing_event e
        WHERE e.action = 'organisation:update' AND e.subject_id = $1 AND e.case_id IS NOT NULL)"""


async def broken(stage: Stage, leaving: Iterable[str]) -> list[str]:
    """Name what does not hold of the rows."""
    owner = stage.world.owner
    wrong = [
        what for what, query in _OF_THE_PERSON.items() if await owner.fetch(query, stage.case_id)
    ]
    for shelter in (stage.shelter, stage.other):
        counted = await owner.fetch(_OF_ITS_PLACES, shelter.id)
        wrong += ["places are counted wrongly"] * bool(counted)
    for role in leaving:
        left = await owner.fetch(_LEFT_BEHIND, getattr(stage, role).id)
        wrong += [f"nobody was told of what the {role} left behind"] * bool(left)
    return wrong


async def badly_answered(stage: Stage, answers: Sequence[Response | None]) -> list[str]:
    """Name each answer that is a fault, or that has no event."""
    wrong = []
    for answer in answers:
        if answer is None:
            continue
        if answer.status_code not in {200, 201, 401, 403, 404, 409, 412, 422}:
            wrong.append(f"{answer.status_code} {answer.text}")
        events: list[Any] = await stage.world.owner.fetch(
            "SELECT outcome FROM audit_event WHERE request_id = $1",
            answer.headers["x-request-id"],
        )
        outcomes = {event["outcome"] for event in events}
        if ("allowed" if answer.is_success else "refused") not in outcomes:
            wrong.append(f"{answer.status_code} without its event: {outcomes}")
    return wrong
