"""The lifecycle of records that state a fact: recorded, perhaps corrected, or entered in error."""

from collections.abc import Iterable

from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import Permission

_RECORDED = (RecordStatus.RECORDED,)


def recorded_lifecycle(
    mark_error: Permission, by: Iterable[Side], *, correct: Permission | None = None
) -> Lifecycle:
    """Make the lifecycle; the side that recorded corrects it, and ``by`` mark it as an error."""
    rows = [transition("mark_error", mark_error, _RECORDED, RecordStatus.ENTERED_IN_ERROR, [*by])]
    if correct is not None:
        rows.insert(0, transition("correct", correct, _RECORDED, None, [Side.SENDER]))
    return Lifecycle(RecordStatus, *rows, open_states=_RECORDED)
