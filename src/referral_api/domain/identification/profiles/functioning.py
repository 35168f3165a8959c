"""Whether a person has a difficulty that counts as one: the cut-off of the Washington Group."""

from collections.abc import Collection

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.profiles import FunctionalDifficulty

QUESTIONS = (
    "wg_seeing", "wg_hearing", "wg_walking", "wg_remembering", "wg_self_care", "wg_communicating",
)  # fmt: skip
_COUNTS = frozenset({FunctionalDifficulty.A_LOT, FunctionalDifficulty.CANNOT})
_ANSWERED = frozenset({FunctionalDifficulty.NONE, FunctionalDifficulty.SOME}) | _COUNTS


def any_difficulty(said: Collection[str]) -> Answer:
    """Say yes for one answer that counts, no if all were answered and none does, else unknown."""
    if _COUNTS.intersection(said):
        return Answer.YES
    return Answer.NO if all(answer in _ANSWERED for answer in said) else Answer.UNKNOWN
