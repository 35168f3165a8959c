"""Acts on the file: registering, correcting, the identity, closing, reopening (rules 1, 6, 7)."""

from collections.abc import Iterator

from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
)
from tests.support.rules_oracle.death import report_death
from tests.support.rules_oracle.mechanism import OPEN_HANDOFF, OPEN_REFERRAL, Mechanism
from tests.support.rules_oracle.records import Accusation, Agent, Case, Link, Sheet
from tests.support.rules_oracle.sections import ADULT, INQUIRY, MAY_INQUIRE, PERSON
from tests.support.rules_oracle.sight import sections_held, sees_case

_DECEASED = "deceased"


def is_child(case: Case) -> bool:
    """Under 18, of unknown or of doubtful age."""
    return case.in_doubt or case.age_band not in ADULT


def _anybody(*_: object) -> Iterator[int]:
    yield from ()


def _custodian_of_open(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    yield from _custodian_of_any(mechanism, agent, target)
    if mechanism.cases[target].closed:
        yield CONFLICT


def _custodian_of_any(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.is_custodian(agent.organisation, target):
        yield FORBIDDEN


def _answers_for_open(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    yield from _answers(mechanism, agent, target)
    if mechanism.cases[target].closed:
        yield CONFLICT


def _answers_for_closed(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    yield from _answers(mechanism, agent, target)
    if not mechanism.cases[target].closed:
        yield CONFLICT


def _answers(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.answers(agent.organisation, target):
        yield FORBIDDEN


def _writes_identity(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    yield from _custodian_of_any(mechanism, agent, target)
    # A magistrate's order lets it read, and not write.
    if "identity" not in sections_held(mechanism, agent.organisation, target):
        yield FORBIDDEN
    if mechanism.cases[target].closed:
        yield CONFLICT


def _accuses_by_right(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:
    """Only who may inquire accuses."""
    del target
    if details["accused"] and mechanism.type_of(agent.organisation) not in MAY_INQUIRE:
        yield MALFORMED


def _register(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    first = Link(agent.organisation, "registered")
    inquires = mechanism.type_of(agent.organisation) in MAY_INQUIRE
    if details["accused"]:
        # Rule 18: it then answers for her alone.
        inquires = False
        name = f"accusation with {target}"
        mechanism.accusations[name] = Accusation(name, target, agent.organisation)
    mechanism.cases[target] = Case(
        target, {PERSON: [first], INQUIRY: [first] if inquires else []}, details["age_band"],
        details["in_doubt"], frozenset(details["flags"]),
    )  # fmt: skip


def _correct(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    case = mechanism.cases[target]
    case.age_band, case.in_doubt = details["age_band"], details["in_doubt"]
    case.flags = frozenset(details["flags"])
    # Rule 6: a correction follows to what is open.
    for referral in mechanism.of_case(mechanism.referrals, target):
        if referral.status in OPEN_REFERRAL:
            _follow(referral.sheet, case)
    for handoff in mechanism.of_case(mechanism.handoffs, target):
        if handoff.status in OPEN_HANDOFF:
            _follow(handoff.sheet, case)


def _follow(sheet: Sheet, case: Case) -> None:
    sheet.case_flags, sheet.child = case.flags, is_child(case)


def _record_identity(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.cases[target].has_identity = True


def _nothing_on_the_way(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:
    """Her death ends what would hand her over; an inquiry that is on offer goes on."""
    del agent
    ended = PERSON if details["reason"] == _DECEASED else None
    handoffs = mechanism.of_case(mechanism.handoffs, target)
    if any(
        one.status in OPEN_HANDOFF and (one.chain != ended or one.assigned) for one in handoffs
    ):  # fmt: skip
        yield CONFLICT


def _close(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent
    if details["reason"] == _DECEASED:
        report_death(mechanism, target)
    mechanism.cases[target].closed = True


def _reopen(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    mechanism.cases[target].closed = False


REGISTER = ActRule("case:register", _anybody, _register, _accuses_by_right)
CORRECT = ActRule("case:update", _custodian_of_open, _correct)
IDENTIFY = ActRule("identity:record", _writes_identity, _record_identity)
CLOSE = ActRule("case:close", _answers_for_open, _close, _nothing_on_the_way)
REOPEN = ActRule("case:reopen", _answers_for_closed, _reopen)
