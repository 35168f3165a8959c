"""The chapter that says who decides what: the tables that settings may replace."""

from referral_api.domain.identification.decisions.lifecycle import EVERY_DECIDER
from referral_api.domain.protection.measures import deciders
from referral_api.domain.protection.measures.deciders import (
    DECIDED_ALONE,
    MEASURE_DECIDERS,
    PROPOSERS,
)
from referral_api.domain.protection.measures.kinds import RULES
from referral_api.generated_docs.markdown import codes, prose, table

_STEPS = (
    "A step of identification, or of a reconsideration. `DECIDERS` replaces rows of this table.\n"
)
_MEASURES = (
    "A measure. `MEASURE_DECIDERS` replaces rows of this table. One signature of each group is"
    " needed, each of another agent.\n"
)


def write_chapter() -> str:
    """Write the tables of deciders."""
    steps = [(f"`{step}`", codes(sorted(roles))) for step, roles in EVERY_DECIDER.items()]
    rows = [
        (
            f"`{kind}`", kind.fr, kind.en, codes(PROPOSERS[kind]),
            " and ".join(codes(group) for group in groups),
            "no" if kind in DECIDED_ALONE else "yes", codes(RULES[kind].before),
            f"`{RULES[kind].section}`",
        )
        for kind, groups in MEASURE_DECIDERS.items()
    ]  # fmt: skip
    head = (
        "Kind", "Français", "English", "Proposed by", "Granted by", "Another person", "Rests on",
        "Section",
    )  # fmt: skip
    return "\n".join(
        (
            "## Who decides\n", f"{prose(deciders)}\n", _STEPS, table(("Step", "Roles"), steps),
            _MEASURES, table(head, rows),
        )
    )  # fmt: skip
