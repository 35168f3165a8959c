"""Whether the caller may take a step of identification, and whether the grounds suffice."""

from collections.abc import Collection

from referral_api.database.statements import Row
from referral_api.domain.codelists.exploitation import ExploitationForm, Means
from referral_api.domain.codelists.status import IdentificationStatus as Status
from referral_api.domain.codelists.victims import Category
from referral_api.domain.identification.decisions.lifecycle import (
    EVERY_DECIDER,
    NEGATIVE,
    REASON_NEEDED,
    Deciders,
)
from referral_api.domain.identification.decisions.schemas import DecisionRecord
from referral_api.errors import Forbidden, IncompleteGrounds, MalformedInput
from referral_api.permissions import Actor

# Forms of exploitation of some persons only. Every other form may befall anybody, and each of them
# a person whose sex is not known.
_VICTIMS_OF: dict[str, frozenset[Category]] = {
    ExploitationForm.GPA_FORCEE: frozenset({Category.WOMEN, Category.GIRLS}),
    ExploitationForm.PLACEMENT: frozenset({Category.WOMEN, Category.GIRLS, Category.BOYS}),
}


def check_may_decide(actor: Actor, event: str, deciders: Deciders = EVERY_DECIDER) -> None:
    """Raise Forbidden unless one of the caller's roles is trusted with this step."""
    if not actor.roles & deciders[event]:
        raise Forbidden


def check_after_review(actor: Actor, from_status: str, deciders: Deciders = EVERY_DECIDER) -> None:
    """Raise Forbidden unless the caller may conclude a review, whatever comes out of it."""
    if from_status == Status.UNDER_REVIEW:
        check_may_decide(actor, "change", deciders)


def check_reason(decision: DecisionRecord, from_status: str) -> None:
    """Raise IncompleteGrounds unless a finding that is taken up again says why."""
    said = decision.ground or decision.review_reason or decision.reasons
    if from_status in REASON_NEEDED and not said:
        raise IncompleteGrounds(missing=["reasons"])


def check_finding(decision: DecisionRecord) -> None:
    """Raise MalformedInput if a person who may be a victim is said to be something else."""
    if decision.finding is not None and decision.event not in NEGATIVE:
        raise MalformedInput(errors=[{"pointer": "/finding", "code": "invalid_value"}])


def check_grounds(decision: DecisionRecord, *, child: bool) -> None:
    """Raise IncompleteGrounds, naming what is missing, unless the rule is met."""
    missing = missing_elements(decision.acts, decision.means, decision.forms, child=child)
    if decision.ground is None:
        missing.append("ground")
    if missing:
        raise IncompleteGrounds(missing=missing)


def missing_elements(
    acts: Collection[str], means: Collection[str], forms: Collection[str], *, child: bool,
    category: str | None = None,
) -> list[str]:  # fmt: skip
    """Name the elements of trafficking that are missing: an act, a means, a purpose."""
    used = set(means) - {Means.NOT_REQUIRED_CHILD}
    purposes = {form for form in forms if category is None or _may_befall(form, category)}
    purposes -= {ExploitationForm.INCONNU}
    present = {"act": acts, "means": child or used, "purpose": purposes}
    return [name for name, found in present.items() if not found]


def _may_befall(form: str, category: str) -> bool:
    victims = _VICTIMS_OF.get(form)
    return victims is None or category in victims


def is_undone(finding: Row, *, child: bool, category: str | None) -> bool:
    """Say whether a finding no longer rests on its grounds, for a person of this age and sex.

    An identification then lacks an element. A child was not found to be a victim as an adult.
    """
    if finding["to_status"] == Status.NOT_IDENTIFIED:
        return child and not finding["treated_as_child"]
    elements = finding["acts"], finding["means"], finding["forms"]
    return bool(missing_elements(*elements, child=child, category=category))
