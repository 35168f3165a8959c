"""The page of states: a diagram and a table for every lifecycle."""

from collections import defaultdict
from dataclasses import dataclass
from types import ModuleType

from fastapi import FastAPI

from referral_api.domain.cases import lifecycle as cases
from referral_api.domain.codelists.code import Code
from referral_api.domain.consents import lifecycle as consents
from referral_api.domain.decisions import lifecycle as decisions
from referral_api.domain.handoffs import lifecycle as handoffs
from referral_api.domain.referrals import lifecycle as referrals
from referral_api.generated_docs.markdown import codes, table
from referral_api.permissions import ROLE_ACTS, Role
from referral_api.transitions import Lifecycle, Party, Transition


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    module: ModuleType
    lifecycle: Lifecycle
    starts: tuple[str, ...]


_CHAPTERS = (
    _Chapter("Case (dossier)", cases, cases.CASES, ("open",)),
    _Chapter("Identification (identification)", decisions, decisions.IDENTIFICATION, ("reported",)),
    _Chapter(
        "Consent (consentement)", consents, consents.CONSENTS, ("proposed", "active", "refused")
    ),
    _Chapter("Referral (référencement)", referrals, referrals.REFERRALS, ("draft",)),
    _Chapter("Handoff (passation)", handoffs, handoffs.HANDOFFS, ("offered",)),
)


def write(_: FastAPI) -> str:
    """Write the page."""
    return "# States and transitions\n\n" + "\n".join(map(_write_chapter, _CHAPTERS))


def _write_chapter(chapter: _Chapter) -> str:
    lifecycle = chapter.lifecycle
    states = [
        (f"`{state}`", state.fr, state.en) for state in lifecycle.states if isinstance(state, Code)
    ]
    rows = [
        (
            f"`{row.event}`", codes(sorted(row.sources)),
            f"`{row.target}`" if row.target else "stays", codes(sorted(row.parties)),
            f"`{row.act}`", codes(sorted(_who(row))) or "the service itself",
        )
        for row in lifecycle.rows
    ]  # fmt: skip
    return "\n".join(
        (
            f"## {chapter.title}\n",
            f"{(chapter.module.__doc__ or '').strip()}\n",
            f"```mermaid\n{_draw(chapter)}```\n",
            table(("State", "Français", "English"), states),
            table(("Event", "From", "To", "Side", "Act", "Roles"), rows),
        )
    )


def _who(row: Transition) -> list[Role]:
    if row.event in decisions.DECIDERS and row.act is decisions.IDENTIFICATION.rows[0].act:
        return list(decisions.DECIDERS[row.event])
    if row.parties == {Party.SYSTEM}:
        return []
    return [role for role, acts in ROLE_ACTS.items() if row.act in acts]


def _draw(chapter: _Chapter) -> str:
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    leaving = set()
    for row in chapter.lifecycle.rows:
        for source in chapter.lifecycle.states:
            if source in row.sources:
                arrows[source, row.target or source].append(row.event)
                if row.target and row.event != "mark_error":
                    leaving.add(str(source))
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {start}" for start in chapter.starts]
    lines += [f"    {a} --> {b}: {', '.join(events)}" for (a, b), events in arrows.items()]
    lines += [f"    {state} --> [*]" for state in chapter.lifecycle.states if state not in leaving]
    return "\n".join(lines) + "\n"
