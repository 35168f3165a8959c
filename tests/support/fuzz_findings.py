"""The findings of a search: responses, checks run and failed, and links followed."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from schemathesis.engine import events


@dataclass
class Findings:
    """The findings of a search."""

    failures: dict[tuple[str, ...], str] = field(default_factory=dict)
    statuses: Counter[int] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)
    # The links to successful steps, by the number of links before them.
    followed: Counter[tuple[int, str]] = field(default_factory=Counter)

    def reached(self, order: int) -> int:
        """The number of successful steps after a chain of at least this many links."""
        return sum(times for (depth, _), times in self.followed.items() if depth >= order)


def take_note(found: Findings, event: Any) -> None:
    """Add one event of the engine."""
    if isinstance(event, events.FatalError):
        raise event.exception
    if isinstance(event, events.NonFatalError):
        found.failures["error", str(event.label)] = str(event.value)
    if isinstance(event, events.ScenarioFinished):
        _note_answers(found, event.recorder, event.phase.value)
        _note_failures(found, event.recorder, event.phase.value)


def _note_answers(found: Findings, scenario: Any, phase: str) -> None:
    for case_id, interaction in scenario.interactions.items():
        node, response = scenario.cases[case_id], interaction.response
        if response is None:
            continue
        found.statuses[response.status_code] += 1
        found.phases[phase] += 1
        found.asked[node.value.operation.label] += 1
        if node.is_transition_applied and response.status_code < 300:
            found.followed[_links_before(scenario, case_id), node.transition.id] += 1


def _note_failures(found: Findings, scenario: Any, phase: str) -> None:
    for case_id, checks in scenario.checks.items():
        for check in checks:
            found.checks[check.name] += 1
            if check.failure_info is None:
                continue
            failure, answer = check.failure_info.failure, scenario.interactions[case_id].response
            found.failures.setdefault(
                (phase, check.name, str(failure.operation)),
                f"{failure.message}\n{check.failure_info.code_sample}\n"
                f"{answer and (answer.status_code, answer.content[:600])}",
            )


def _links_before(scenario: Any, case_id: str) -> int:
    node, passed = scenario.cases[case_id], 0
    while node.is_transition_applied:
        node, passed = scenario.cases[node.parent_id], passed + 1
    return passed
