"""The states of a tip. The reporter adds to it; the assignee follows it up; time only escalates."""

from typing import Any

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.tips import TipStatus as Status
from referral_api.domain.transitions import Guard, Lifecycle, Side, delay, transition
from referral_api.errors import SecondPersonNeeded
from referral_api.permissions import TipPermission as May

_WAITS = (Status.RECEIVED, Status.ASSIGNED)
_ENDED = (Status.DISMISSED, Status.DUPLICATE)
_REPORTER, _ASSIGNEE = Side.SENDER, Side.RECEIVER
_FOLLOWING = (_ASSIGNEE, Side.COORDINATOR)


def concerns_children(tip: Any) -> bool:
    """Say whether a tip may concern children: unless it is known that no child was seen."""
    return bool(tip.children_seen != Answer.NO)


def _is_proposed(tip: Any) -> bool:
    return not concerns_children(tip) or tip.dismissal_proposed_by_agent_id is not None


_SECOND = Guard("no children, or proposed by another", _is_proposed, SecondPersonNeeded)

TIPS = Lifecycle(
    Status,
    transition("add_details", May.ADD_DETAILS, _WAITS, None, [_REPORTER, _ASSIGNEE]),
    transition("assign", May.ASSIGN, [Status.RECEIVED], Status.ASSIGNED, [Side.COORDINATOR]),
    transition("reassign", May.REASSIGN, [Status.ASSIGNED], None, [Side.COORDINATOR]),
    transition("return", May.RETURN, [Status.ASSIGNED], Status.RECEIVED, [_ASSIGNEE]),
    transition(
        "link", May.LINK, [Status.ASSIGNED, Status.LINKED], Status.LINKED, [_ASSIGNEE]
    ),
    transition("propose_dismissal", May.PROPOSE_DISMISSAL, _WAITS, None, _FOLLOWING),
    # Where children may be concerned, nobody dismisses a tip alone.
    transition("dismiss", May.DISMISS, _WAITS, Status.DISMISSED, _FOLLOWING, _SECOND),
    transition("mark_duplicate", May.MARK_DUPLICATE, _WAITS, Status.DUPLICATE, _FOLLOWING),
    transition("reopen", May.REOPEN, _ENDED, Status.ASSIGNED, _FOLLOWING),
    delay(
        "escalate", May.ESCALATE, [Status.RECEIVED], deadline="assign_by",
        reported="assign_delay_at",
    ),
    delay(
        "escalate", May.ESCALATE, [Status.ASSIGNED], deadline="act_by", reported="act_delay_at",
        unless=("acted_at",),
    ),
    transition(
        "mark_error", May.MARK_ERROR, [one for one in Status if one != Status.ENTERED_IN_ERROR],
        Status.ENTERED_IN_ERROR, [_REPORTER, Side.COORDINATOR],
    ),
    open_states=_WAITS,
)  # fmt: skip
