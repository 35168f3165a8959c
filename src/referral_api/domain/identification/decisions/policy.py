"""Whether the caller may take a step of identification, and whether the grounds suffice."""

from referral_api.domain.codelists.exploitation import ExploitationForm, Means
from referral_api.domain.identification.decisions.lifecycle import DECIDERS
from referral_api.domain.identification.decisions.schemas import DecisionRecord
from referral_api.errors import Forbidden, IncompleteGrounds
from referral_api.permissions import Actor


def check_may_decide(actor: Actor, event: str) -> None:
    """Raise Forbidden unless one of the caller's roles is trusted with this step."""
    if not actor.roles & DECIDERS[event]:
        raise Forbidden


def check_grounds(decision: DecisionRecord, *, child: bool) -> None:
    """Raise IncompleteGrounds, naming what is missing, unless the rule is met."""
    means = set(decision.means) - {Means.NOT_REQUIRED_CHILD}
    purposes = set(decision.forms) - {ExploitationForm.INCONNU}
    present = {"act": decision.acts, "means": child or means, "purpose": purposes}
    missing = [name for name, found in present.items() if not found]
    if decision.ground is None:
        missing.append("ground")
    if missing:
        raise IncompleteGrounds(missing=missing)
