"""Custody moves: what it takes along, what it leaves, and how it returns (rules 2, 3, 19)."""

from collections.abc import Iterator
from dataclasses import replace

from tests.support.rules_oracle.acts import CONFLICT
from tests.support.rules_oracle.handoffs import open_offer
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent, Handoff, Link
from tests.support.rules_oracle.sections import INQUIRY


def move_custody(mechanism: Mechanism, handoff: Handoff) -> None:
    """Make the receiver answer. With the person go her referrals, requests and consents."""
    handoff.status = "completed"
    by = "assigned" if handoff.assigned else "handed over"
    _add(mechanism, handoff, Link(handoff.receiver, by, handoff.name))


def _add(mechanism: Mechanism, handoff: Handoff, link: Link) -> None:
    chain = mechanism.cases[handoff.case].chains[handoff.chain]
    former = chain[-1].organisation if chain else None
    chain.append(link)
    if handoff.chain == INQUIRY:
        # An order was made for one organisation.
        for order in mechanism.of_case(mechanism.orders, handoff.case):
            order.status = "ended" if order.status == "active" else order.status
    elif former is not None:
        _take_along(mechanism, handoff.case, former, link.organisation)


def _take_along(mechanism: Mechanism, case: str, former: str, custodian: str) -> None:
    # Who answered before keeps what it wrote, as it was.
    for referral in mechanism.of_case(mechanism.referrals, case):
        referral.copies.pop(custodian, None)
        if referral.sender == former:
            referral.copies[former] = referral.status
    for consent in mechanism.of_case(mechanism.consents, case):
        if consent.by.organisation == former:
            consent.stood[former] = consent.status
    if mechanism.custodian(case, INQUIRY) is not None:
        return
    # Nobody answers for the inquiry yet: its offer is of who answers for the person.
    first = open_offer(mechanism, case, INQUIRY)
    if first is not None and first.receiver != custodian:
        first.giver = custodian
    elif first is not None and not first.departed:
        first.status, first.end_reason = "withdrawn", "situation_changed"


def still_answers(mechanism: Mechanism, handoff: Handoff) -> bool:
    """Say whether the receiver answers by this very handoff."""
    return mechanism.cases[handoff.case].chains[handoff.chain][-1].handoff == handoff.name


def may_return(mechanism: Mechanism, handoff: Handoff) -> Iterator[int]:
    """Rule 19: custody returns to who had it, who is there, as long as it has not moved on."""
    case = mechanism.cases[handoff.case]
    began_with_it = case.chains[handoff.chain][0].handoff == handoff.name
    waiting = open_offer(mechanism, handoff.case, handoff.chain)
    if (
        case.closed or began_with_it or not still_answers(mechanism, handoff)
        or not mechanism.is_active(handoff.giver) or (waiting is not None and waiting.departed)
    ):  # fmt: skip
        yield CONFLICT


def return_custody(mechanism: Mechanism, handoff: Handoff, agent: Agent, name: str) -> None:
    """Make the former custodian answer again, with what it had, by a handoff the other way."""
    waiting = open_offer(mechanism, handoff.case, handoff.chain)
    if waiting is not None:
        waiting.status, waiting.end_reason = "withdrawn", "situation_changed"
    mechanism.handoffs[name] = back = Handoff(
        name, handoff.case, handoff.chain, handoff.receiver, handoff.giver, agent, None, False,
        False, False, handoff.sections, mechanism.now, replace(handoff.sheet), "completed",
    )  # fmt: skip
    had = mechanism.cases[handoff.case].chains[handoff.chain][-2]
    _add(mechanism, back, Link(back.receiver, had.by, name))
