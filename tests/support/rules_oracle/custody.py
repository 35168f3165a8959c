"""How an offer ends (rules 2, 3, 5)."""

from collections.abc import Iterator

from tests.support.rules_oracle.accusations import would_hold_both
from tests.support.rules_oracle.acts import CONFLICT, ActRule, Details, Effect
from tests.support.rules_oracle.death import heed_reason
from tests.support.rules_oracle.endings import WITHDRAWN, report_withdrawal
from tests.support.rules_oracle.handoffs import of_side
from tests.support.rules_oracle.mechanism import OPEN_HANDOFF, Mechanism
from tests.support.rules_oracle.records import Agent, Handoff
from tests.support.rules_oracle.renewal import sections_to_cover
from tests.support.rules_oracle.sections import PURPOSES
from tests.support.rules_oracle.takeover import move_custody

_OFFERED, _ACCEPTED = frozenset({"offered"}), frozenset({"accepted"})


def is_same_person(agent: Agent, handoff: Handoff) -> bool:
    """No single person, and no single machine, signs for both."""
    by = handoff.by
    both_machines = agent.machine and by.machine and agent.organisation == by.organisation
    return agent.person == by.person or both_machines


def _still_rests(mechanism: Mechanism, handoff: Handoff) -> bool:
    """Rule 7 and 8: what a promise rests on is there when it is made."""
    if mechanism.cases[handoff.case].closed or not mechanism.is_active(handoff.receiver):
        return False
    if would_hold_both(mechanism, handoff.receiver, handoff.case, handoff.chain):
        return False
    if handoff.assigned or handoff.duty:
        return True
    if handoff.consent is None:
        return False
    return mechanism.covers(
        mechanism.consents[handoff.consent], handoff.case, handoff.receiver,
        PURPOSES[handoff.chain], sections_to_cover(handoff),
    )  # fmt: skip


def _may_accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    del details
    handoff = mechanism.handoffs[target]
    if handoff.assigned or is_same_person(agent, handoff) or not _still_rests(mechanism, handoff):
        yield CONFLICT


def _accept(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    handoff = mechanism.handoffs[target]
    if handoff.physical:
        handoff.status = "accepted"
    else:
        move_custody(mechanism, handoff)


def _may_force(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    """Rule 2: a second coordinator, with a credential of her own."""
    del details
    handoff = mechanism.handoffs[target]
    if (
        not handoff.assigned or is_same_person(agent, handoff)
        or not _still_rests(mechanism, handoff)
    ):  # fmt: skip
        yield CONFLICT


def _force(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    move_custody(mechanism, mechanism.handoffs[target])


def _end(status: str) -> Effect:
    def end(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
        del agent
        handoff = mechanism.handoffs[target]
        handoff.status, handoff.end_reason = status, details["reason"]
        if status == "withdrawn" and details["reason"] == WITHDRAWN:
            report_withdrawal(mechanism, handoff.consent)
        heed_reason(mechanism, handoff.case, details["reason"])

    return end


def _has_not_left(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:
    del agent, details
    if mechanism.handoffs[target].departed:
        yield CONFLICT


def _depart(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.handoffs[target].departed = True


def _arrive(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    """A fact, whatever became of the consent on the way."""
    del agent, details
    move_custody(mechanism, mechanism.handoffs[target])


_RECEIVER = {"receiver"}
ACCEPT = ActRule("handoff:accept", of_side(_RECEIVER, _OFFERED), _accept, _may_accept)
DECLINE = ActRule("handoff:decline", of_side(_RECEIVER, _OFFERED), _end("declined"))
WITHDRAW = ActRule(
    "handoff:withdraw", of_side({"sender", "coordinator"}, OPEN_HANDOFF), _end("withdrawn"),
    _has_not_left,
)  # fmt: skip
DEPART = ActRule("handoff:depart", of_side({"sender"}, _ACCEPTED), _depart, _has_not_left)
ARRIVE = ActRule("handoff:confirm_arrival", of_side(_RECEIVER, _ACCEPTED), _arrive)
FAIL_ARRIVAL = ActRule(
    "handoff:report_failed_arrival", of_side({"sender", "receiver", "coordinator"}, _ACCEPTED),
    _end("failed"),
)  # fmt: skip
FORCE = ActRule("handoff:force", of_side({"coordinator"}, _OFFERED), _force, _may_force)
