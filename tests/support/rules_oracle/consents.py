"""Acts on consents (rules 1, 4, 5)."""

from collections.abc import Iterable, Iterator

from tests.support.rules_oracle.acts import (
    CONFLICT,
    FORBIDDEN,
    HIDDEN,
    MALFORMED,
    ActRule,
    Details,
    Standing,
)
from tests.support.rules_oracle.endings import end_consent, leave_provisional
from tests.support.rules_oracle.mechanism import HELPING, Mechanism
from tests.support.rules_oracle.records import Agent, Consent
from tests.support.rules_oracle.renewal import (
    activate,
    attach,
    contradicted_by,
    heed_refusal,
    may_replace,
    replace,
)
from tests.support.rules_oracle.sections import AGAIN_HOURS, CONFIRMATION_HOURS, HELPS_AT_ONCE
from tests.support.rules_oracle.sight import sees_case, sees_consent

_FIRST = {"given": "active", "refused": "refused", "awaited": "proposed"}


def _answers(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    if not sees_case(mechanism, agent.organisation, target):
        yield HIDDEN
    if not mechanism.answers(agent.organisation, target):
        yield FORBIDDEN


def draft_of(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Consent:
    """Make the consent as it would be recorded. A legal ground waits for its second person.

    Rule 17: an urgent one helps before.
    """
    status = _FIRST[details["answer"]]
    if details["ground"] and status == "active":
        status = "proposed"
        helps = details["ground"] in HELPS_AT_ONCE
        if helps and not _helped_lately(mechanism, target, details["recipients"]):
            status = "provisional"
    valid = details["valid_for"]
    return Consent(
        details["name"], target, agent, status, frozenset(details["recipients"]),
        frozenset(details["sections"]), frozenset(details["purposes"]), details["ground"],
        None if valid is None else mechanism.now + valid, details["do_not_contact"],
        was_active=status in HELPING,
        confirm_by=mechanism.now + CONFIRMATION_HOURS if status == "provisional" else None,
    )  # fmt: skip


def _helped_lately(mechanism: Mechanism, case: str, recipients: Iterable[str]) -> bool:
    """One officer does not keep access open by one ground after the other."""
    return any(
        consent.confirm_by is not None and not consent.confirmed
        and consent.confirm_by > mechanism.now - AGAIN_HOURS
        and consent.recipients & set(recipients)
        for consent in mechanism.of_case(mechanism.consents, case)
    )  # fmt: skip


def _may_record(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> Iterator[int]:
    case = mechanism.cases[target]
    if case.closed:
        yield CONFLICT
    if case.dead and not details["ground"] and details["answer"] != "refused":
        yield CONFLICT
    if not all(map(mechanism.is_active, details["recipients"])):
        yield MALFORMED
    # A child under six does not sign for herself; an authority's order is a legal ground.
    said = (details["given_by"], details["method"])
    signs = case.age_band == "under_6" and said == ("self", "written")
    if not details["ground"] and (signs or details["given_by"] == "authority_order"):
        yield MALFORMED
    if details["supersedes"] is None:
        return
    replaced = mechanism.consents[details["supersedes"]]
    consent = draft_of(mechanism, agent, target, details)
    ends = consent.status == "refused" and replaced in contradicted_by(mechanism, consent)
    if not ends and not may_replace(mechanism, replaced, consent):
        yield CONFLICT


def _record(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    consent = draft_of(mechanism, agent, target, details)
    mechanism.consents[consent.name] = consent
    if consent.status == "active":
        activate(mechanism, consent)
    if consent.status == "provisional":
        attach(mechanism, consent)
    if consent.status == "refused":
        heed_refusal(mechanism, consent)
    if details["supersedes"] is not None:
        replaced = mechanism.consents[details["supersedes"]]
        if replaced.status != "withdrawn":
            replace(mechanism, replaced, consent)


def _who_answers(*states: str) -> Standing:
    def standing(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
        consent = mechanism.consents[target]
        if not sees_consent(mechanism, agent.organisation, consent):
            yield HIDDEN
        if not mechanism.answers(agent.organisation, consent.case):
            yield FORBIDDEN
        if consent.status not in states:
            yield CONFLICT

    return standing


def _whom_she_tells(mechanism: Mechanism, agent: Agent, target: str) -> Iterator[int]:
    """A withdrawal is a fact: who answers for her records it, or a recipient."""
    consent = mechanism.consents[target]
    if not sees_consent(mechanism, agent.organisation, consent):
        yield HIDDEN
    receives = agent.organisation in consent.recipients and consent.was_active
    if not receives and not mechanism.answers(agent.organisation, consent.case):
        yield FORBIDDEN
    if consent.status not in {"proposed", "provisional", "active", "expired"}:
        yield CONFLICT


def _second_person(
    mechanism: Mechanism, agent: Agent, target: str, details: Details
) -> Iterator[int]:
    """Two people, never of a recipient, and no single machine for both."""
    del details
    consent = mechanism.consents[target]
    case = mechanism.cases[consent.case]
    if case.closed or (case.dead and not consent.ground):
        yield CONFLICT
    same = agent.person == consent.by.person or (agent.machine and consent.by.machine)
    if consent.ground and (same or agent.organisation in consent.recipients):
        yield CONFLICT


def _confirm(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    activate(mechanism, mechanism.consents[target])


def _refuse(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    consent = mechanism.consents[target]
    leave_provisional(mechanism, consent, "refused")
    if not consent.ground:
        # The second person of a legal ground says a no of its own, not hers.
        heed_refusal(mechanism, consent)


def _withdraw(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    end_consent(mechanism, mechanism.consents[target], "withdrawn")


def _mark_error(mechanism: Mechanism, agent: Agent, target: str, details: Details) -> None:
    del agent, details
    end_consent(mechanism, mechanism.consents[target], "entered_in_error")


RECORD = ActRule("consent:record", _answers, _record, _may_record)
CONFIRM = ActRule(
    "consent:confirm", _who_answers("proposed", "provisional"), _confirm, _second_person
)
REFUSE = ActRule("consent:refuse", _who_answers("proposed", "provisional"), _refuse)
WITHDRAW = ActRule("consent:withdraw", _whom_she_tells, _withdraw)
MARK_ERROR = ActRule(
    "consent:mark_error", _who_answers("proposed", "provisional", "active", "refused"), _mark_error
)
