"""The states of a possible duplicate: linked by a link of the files, or dismissed."""

from referral_api.domain.codelists.persons import CandidateStatus as Status
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import DuplicateCandidatePermission as May

CANDIDATES = Lifecycle(
    Status,
    transition(
        "dismiss", May.DISMISS, [Status.OPEN], Status.DISMISSED, [Side.CUSTODIAN, Side.COORDINATOR]
    ),
    # Follows from the link of the two files.
    transition("link", May.LINK, [Status.OPEN, Status.DISMISSED], Status.LINKED, [Side.SYSTEM]),
    open_states=[Status.OPEN],
)  # fmt: skip
