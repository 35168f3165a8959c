"""What a reader is shown of a tip. Whoever reported it is shown nothing of what came of it."""

from collections.abc import Sequence

from referral_api.database.statements import Row
from referral_api.domain.identification.scenes.columns import scene_of
from referral_api.domain.identification.scenes.counts import counted
from referral_api.domain.identification.tips.records import follows_up, is_overdue
from referral_api.domain.identification.tips.schemas import TipDetailRead, TipRead
from referral_api.permissions import Actor

# What came of a tip, and what its reporter reads in its place.
_CAME_OF_IT: dict[str, object] = {
    "status": None, "assigned_organisation_id": None, "child_protection_id": None,
    "assign_by": None, "act_by": None, "return_reason": None, "incident_id": None, "case_ids": [],
    "dismissal_reason": None, "duplicate_of_id": None,
}  # fmt: skip


def to_response(
    row: Row, actor: Actor, *, locality: str | None = None, narrative: str | None = None,
    approach_risks: str | None = None, details: Sequence[TipDetailRead] = (),
) -> TipRead:  # fmt: skip
    """Turn a row into a response for this reader."""
    whole = follows_up(row, actor)
    members = {**row, **({} if whole else _CAME_OF_IT)}
    if row["recorded_by_organisation_id"] != actor.organisation_id:
        # In a village, the agent may be the source.
        members["recorded_by_agent_id"] = None
    return TipRead(
        **members, received_at=row["recorded_at"], place=scene_of(row, locality),
        people_seen=counted("seen", row), narrative=narrative, approach_risks=approach_risks,
        details=list(details), overdue=is_overdue(row) if whole else None,
    )  # fmt: skip
