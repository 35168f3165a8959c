"""The states of identification, and the roles that may decide each step.

An adult is identified on at least one act, one means and one purpose; a child, or a person of
doubtful age, on an act and a purpose (Palermo Protocol art. 3 c; law 2012-023). The victim's
consent to exploitation is never asked, and help never depends on any of these states.

Who decides is a table that the installation may replace: the national manual is not public. A
presumption that comes out of a review takes an authority.

No finding is final. Each way back takes a ground or a reason, but from ``not_identified``, where
one is welcome. A correction of age or sex that undoes a ground of the last finding reopens it.
"""

from collections.abc import Mapping

from referral_api.domain.codelists.status import DecisionEvent
from referral_api.domain.codelists.status import IdentificationStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import HOLDERS, DecisionPermission, Role

_ACT = DecisionPermission.RECORD
_BY = (Side.CUSTODIAN,)
# What the screening may be taken up again from.
_SCREENED_OUT = (Status.NOT_PRESUMED, Status.NO_FOLLOW_UP)

IDENTIFICATION = Lifecycle(
    Status,
    transition(
        "begin_screening", _ACT, [Status.REPORTED, *_SCREENED_OUT], Status.SCREENING, _BY
    ),
    transition(
        "presume", _ACT, [Status.SCREENING, Status.UNDER_REVIEW], Status.PRESUMED, _BY
    ),
    transition("not_presume", _ACT, [Status.SCREENING], Status.NOT_PRESUMED, _BY),
    transition(
        "close_without_follow_up", _ACT, [Status.REPORTED, Status.SCREENING],
        Status.NO_FOLLOW_UP, _BY,
    ),
    transition("identify", _ACT, [Status.PRESUMED, Status.UNDER_REVIEW], Status.IDENTIFIED, _BY),
    transition(
        "not_identify", _ACT, [Status.PRESUMED, Status.UNDER_REVIEW], Status.NOT_IDENTIFIED, _BY
    ),
    transition(
        "reconsider", _ACT, [Status.NOT_IDENTIFIED, Status.IDENTIFIED], Status.UNDER_REVIEW, _BY
    ),
)  # fmt: skip

# The findings that somebody is no victim: they can be contested, and may say what she is instead.
NEGATIVE = frozenset({DecisionEvent.NOT_PRESUME, DecisionEvent.NOT_IDENTIFY})
# A step from one of these takes up a finding again, and says why.
REASON_NEEDED = frozenset({*_SCREENED_OUT, Status.IDENTIFIED})

_SCREENERS = frozenset(
    {
        Role.CASE_WORKER, Role.FIRST_RESPONDER, Role.IDENTIFICATION_AUTHORITY, Role.INVESTIGATOR,
        Role.MAGISTRATE,
    }
)  # fmt: skip
_AUTHORITIES = frozenset({Role.IDENTIFICATION_AUTHORITY, Role.MAGISTRATE})

Deciders = Mapping[str, frozenset[Role]]
DECIDERS: dict[str, frozenset[Role]] = {
    "begin_screening": _SCREENERS,
    "presume": _SCREENERS,
    "not_presume": _SCREENERS,
    "close_without_follow_up": _SCREENERS,
    "identify": _AUTHORITIES,
    "not_identify": _AUTHORITIES,
    "reconsider": _AUTHORITIES,
}
# On the request that a negative decision is taken up again, and on whatever comes out of a review.
REVIEWERS: dict[str, frozenset[Role]] = {
    "admit": _AUTHORITIES,
    "not_admit": _AUTHORITIES,
    "uphold": _AUTHORITIES,
    "change": _AUTHORITIES,
}
EVERY_DECIDER: dict[str, frozenset[Role]] = DECIDERS | REVIEWERS
_NOBODY = "Each step needs somebody who decides it."
_UNKNOWN = "A step of identification or of a reconsideration, and roles that may decide it."


def check_table(table: Deciders) -> Deciders:
    """Raise ValueError for a table that names an unknown step, nobody, or who may not decide."""
    widest = HOLDERS[DecisionPermission.RECORD]
    for step, roles in table.items():
        if not roles:
            raise ValueError(_NOBODY)
        if step not in EVERY_DECIDER or roles - widest:
            raise ValueError(_UNKNOWN)
    return {**EVERY_DECIDER, **table}
