"""The states of a tracing: before any contact, the family is checked not to be the trafficker."""

from typing import Any

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.children import FamilyCheck
from referral_api.domain.codelists.tracings import TracingStatus as Status
from referral_api.domain.protection.children.suspicion import weigh
from referral_api.domain.transitions import Guard, Lifecycle, Side, transition
from referral_api.errors import Conflict
from referral_api.permissions import TracingPermission as May

_BY = (Side.CUSTODIAN,)
_GOES_ON = (Status.OPEN, Status.IN_PROGRESS)
_OPEN = (*_GOES_ON, Status.VERIFIED)


def may_contact(tracing: Any, *, named: bool = False) -> bool:
    """Say whether the family may be contacted: wanted, checked, and a concern confirmed by two.

    ``named``: an episode of the person names the family.
    """
    if tracing is None:
        return True
    check = weigh(tracing.family_check, named=named)
    confirmed = check == FamilyCheck.CONCERN and tracing.confirmed_by_agent_id is not None
    return tracing.wanted_by_person == Answer.YES and (check == FamilyCheck.NO_CONCERN or confirmed)


def _is_wanted(tracing: Any) -> bool:
    return tracing is None or (
        tracing.wanted_by_person != Answer.NO and tracing.family_check != FamilyCheck.INVOLVED
    )


def not_checked() -> Conflict:
    return Conflict("The family may not be contacted: the person's wish or the check is missing.")


def _not_wanted() -> Conflict:
    return Conflict("The person does not want it, or the family is involved.")


_WANTED = Guard("wanted, and the family is not involved", _is_wanted, _not_wanted)
_CHECKED = Guard("wanted, and the family is checked", may_contact, not_checked)
TRACINGS = Lifecycle(
    Status,
    transition("check", May.CHECK, _OPEN, None, _BY),
    transition("confirm", May.CONFIRM, _OPEN, None, _BY),
    transition("record_action", May.RECORD_ACTION, _GOES_ON, Status.IN_PROGRESS, _BY, _WANTED),
    transition("verify", May.VERIFY, [Status.IN_PROGRESS], Status.VERIFIED, _BY, _CHECKED),
    transition("reunify", May.REUNIFY, [Status.VERIFIED], Status.REUNIFIED, _BY, _CHECKED),
    transition("stop", May.STOP, _OPEN, Status.CLOSED, _BY),
    transition("close", May.CLOSE, _OPEN, Status.CLOSED, _BY),
    transition(
        "mark_error", May.MARK_ERROR,
        [one for one in Status if one != Status.ENTERED_IN_ERROR], Status.ENTERED_IN_ERROR,
        [Side.SENDER],
    ),
    open_states=_OPEN,
)  # fmt: skip
