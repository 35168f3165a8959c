"""The states of a link. Linking takes two persons of two organisations, and so does undoing it.

The second one is of the organisation that is responsible for one of the files and has not
proposed, or of the coordination. Nobody decides on their own proposal.
"""

from referral_api.domain.codelists.persons import LinkStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import PersonLinkPermission as May

_SECOND = (Side.CONFIRMER, Side.COORDINATOR)
_ANY_CUSTODIAN = (Side.CUSTODIAN, Side.COORDINATOR)

PERSON_LINKS = Lifecycle(
    Status,
    transition("confirm", May.CONFIRM, [Status.PROPOSED], Status.CONFIRMED, _SECOND),
    transition("refuse", May.REFUSE, [Status.PROPOSED], Status.REFUSED, _SECOND),
    transition("withdraw", May.WITHDRAW, [Status.PROPOSED], Status.WITHDRAWN, [Side.PROPOSER]),
    transition(
        "propose_undo", May.PROPOSE_UNDO, [Status.CONFIRMED], Status.UNDO_PROPOSED, _ANY_CUSTODIAN
    ),
    transition("confirm_undo", May.CONFIRM_UNDO, [Status.UNDO_PROPOSED], Status.UNDONE, _SECOND),
    transition("refuse_undo", May.REFUSE_UNDO, [Status.UNDO_PROPOSED], Status.CONFIRMED, _SECOND),
    open_states=[Status.PROPOSED, Status.CONFIRMED, Status.UNDO_PROPOSED],
)  # fmt: skip
