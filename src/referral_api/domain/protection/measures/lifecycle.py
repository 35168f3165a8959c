"""The states of a protection measure. Help waits for none of them.

A recovery and reflection period begins and ends by the clock, never while the identification is
open, and earlier only at the person's request. A revocation takes two persons; so does a decision
where the table of deciders says so. A rejection says why, and stops no help. What stands is
revoked, and marked as an error only afterwards.
"""

import json
from typing import Any

from referral_api.domain.codelists.measures import MeasureKind as Kind
from referral_api.domain.codelists.measures import MeasureStatus as Status
from referral_api.domain.transitions import Guard, Lifecycle, Side, by_time, delay, transition
from referral_api.errors import Conflict
from referral_api.permissions import MeasurePermission as May

_LIVE = (Status.GRANTED, Status.IN_FORCE)
_FOR_THE_PERSON = (Side.CUSTODIAN,)
_CARRYING_OUT = (Side.RECEIVER, Side.CUSTODIAN)
# Whoever sees the measure; which roles decide on its kind is asked by itself.
_DECIDING = (Side.CUSTODIAN, Side.SENDER, Side.RECEIVER, Side.COORDINATOR, Side.CONFIRMER)
_PROPOSING = (Side.SENDER,)


def _is_shortened(_: Any = None) -> Conflict:
    return Conflict(
        "A recovery period ends by the clock, or at the request of the person or the guardian."
    )


def _lacks_signatures(measure: Any) -> bool:
    return bool(len(json.loads(measure.signatures)) + 1 < measure.signatures_needed)


_MORE_SIGN = Guard("another signature is needed", _lacks_signatures)
_LAST_SIGNS = Guard("the last signature", lambda measure: not _lacks_signatures(measure))
_NO_RECOVERY = Guard(
    "no recovery period", lambda measure: measure.kind != Kind.RECOVERY_PERIOD, _is_shortened
)
_FIRST_REVOKES = Guard(
    "no recovery period, one person asks for it",
    lambda measure: measure.kind != Kind.RECOVERY_PERIOD and measure.revoking_agent_id is None,
)
_SECOND_REVOKES = Guard(
    "no recovery period, another person agrees",
    lambda measure: measure.kind != Kind.RECOVERY_PERIOD and measure.revoking_agent_id is not None,
    _is_shortened,
)

MEASURES = Lifecycle(
    Status,
    transition("grant", May.GRANT, [Status.PROPOSED], None, _DECIDING, _MORE_SIGN),
    transition("grant", May.GRANT, [Status.PROPOSED], Status.GRANTED, _DECIDING, _LAST_SIGNS),
    transition("reject", May.REJECT, [Status.PROPOSED], Status.REJECTED, _DECIDING),
    transition("withdraw", May.WITHDRAW, [Status.PROPOSED], Status.WITHDRAWN, _PROPOSING),
    transition(
        "withdraw", May.WITHDRAW, [Status.GRANTED], Status.WITHDRAWN, _PROPOSING, _NO_RECOVERY
    ),
    transition("start", May.START, [Status.GRANTED], Status.IN_FORCE, _CARRYING_OUT),
    by_time("begin", May.BEGIN, [Status.GRANTED], Status.IN_FORCE, deadline="starts_at"),
    transition("extend", May.EXTEND, [Status.IN_FORCE], None, _DECIDING),
    transition("end", May.END, [Status.IN_FORCE], Status.ENDED, _CARRYING_OUT, _NO_RECOVERY),
    transition("end_at_request", May.END_AT_REQUEST, _LIVE, Status.ENDED, _FOR_THE_PERSON),
    by_time(
        "expire", May.EXPIRE, [Status.IN_FORCE], Status.ENDED, deadline="ends_at",
        unless=("held_since",),
    ),
    transition("revoke", May.REVOKE, _LIVE, None, _DECIDING, _FIRST_REVOKES),
    transition("revoke", May.REVOKE, _LIVE, Status.REVOKED, _DECIDING, _SECOND_REVOKES),
    transition(
        "tell", May.TELL, [*_LIVE, Status.REJECTED, Status.REVOKED, Status.ENDED], None,
        [Side.CUSTODIAN, Side.SENDER],
    ),
    transition(
        "attach", May.ATTACH, [Status.PROPOSED, *_LIVE], None, [Side.CUSTODIAN, Side.SENDER]
    ),
    delay(
        "report_untold", May.REPORT_UNTOLD, [*_LIVE, Status.REJECTED, Status.REVOKED],
        deadline="tell_by", reported="untold_at", unless=("told_on",),
    ),
    delay(
        "report_unanswered", May.REPORT_UNANSWERED, [Status.IN_FORCE], deadline="answer_by",
        reported="unanswered_at", unless=("answered_on",),
    ),
    delay(
        "report_undetermined", May.REPORT_UNDETERMINED, _LIVE, deadline="determine_by",
        reported="undetermined_at", unless=("bid_id",),
    ),
    delay(
        "report_unreviewed", May.REPORT_UNREVIEWED, [Status.IN_FORCE], deadline="review_at",
        reported="unreviewed_at",
    ),
    transition(
        "mark_error", May.MARK_ERROR, [Status.PROPOSED, Status.REJECTED, Status.WITHDRAWN],
        Status.ENTERED_IN_ERROR, _PROPOSING,
    ),
    transition(
        "mark_error", May.MARK_ERROR, [Status.ENDED, Status.REVOKED],
        Status.ENTERED_IN_ERROR, _PROPOSING, _NO_RECOVERY,
    ),
    open_states=[Status.PROPOSED, *_LIVE],
)  # fmt: skip
