"""The page of states: a diagram and a table for every lifecycle."""

from collections import defaultdict
from dataclasses import dataclass
from types import ModuleType

from referral_api.domain.casework.alerts import lifecycle as alerts
from referral_api.domain.casework.calls import lifecycle as calls
from referral_api.domain.casework.imports import records as imports
from referral_api.domain.codelists.code import Code
from referral_api.domain.consent.consents import lifecycle as consents
from referral_api.domain.custody.accusations import lifecycle as accusations
from referral_api.domain.custody.handoff_requests import lifecycle as handoff_requests
from referral_api.domain.custody.handoffs import lifecycle as handoffs
from referral_api.domain.custody.identity_orders import lifecycle as identity_orders
from referral_api.domain.identification.cases import lifecycle as cases
from referral_api.domain.identification.code_pads import records as code_pads
from referral_api.domain.identification.decisions import lifecycle as decisions
from referral_api.domain.identification.duplicates import lifecycle as duplicates
from referral_api.domain.identification.incidents import lifecycle as incidents
from referral_api.domain.identification.person_links import lifecycle as person_links
from referral_api.domain.identification.reconsiderations import lifecycle as reconsiderations
from referral_api.domain.identification.tips import lifecycle as tips
from referral_api.domain.network.pending_changes import lifecycle as pending_changes
from referral_api.domain.network.sign_in.devices import lifecycle as devices
from referral_api.domain.network.sign_in.sessions import lifecycle as sessions
from referral_api.domain.programme.contribution_requests import lifecycle as contribution_requests
from referral_api.domain.programme.contributions import lifecycle as contributions
from referral_api.domain.protection.children.tracings import lifecycle as tracings
from referral_api.domain.protection.follow_ups import lifecycle as follow_ups
from referral_api.domain.protection.means import lifecycle as means
from referral_api.domain.protection.measures import lifecycle as measures
from referral_api.domain.protection.referrals import lifecycle as referrals
from referral_api.domain.protection.stays import lifecycle as stays
from referral_api.domain.protection.support_plans import lifecycle as support_plans
from referral_api.domain.transitions import Lifecycle, Transition
from referral_api.generated_docs import deciders
from referral_api.generated_docs.markdown import codes, prose, table
from referral_api.permissions import ROLE_PERMISSIONS, Role


@dataclass(frozen=True, slots=True)
class _Chapter:
    title: str
    module: ModuleType
    lifecycle: Lifecycle
    starts: tuple[str, ...]


_CHAPTERS = (
    _Chapter("Case (dossier)", cases, cases.CASES, ("open",)),
    _Chapter("Identification", decisions, decisions.IDENTIFICATION, ("reported",)),
    _Chapter(
        "Possible duplicate (doublon possible)", duplicates, duplicates.CANDIDATES, ("open",)
    ),
    _Chapter(
        "Link of two files (rapprochement)", person_links, person_links.PERSON_LINKS, ("proposed",)
    ),
    _Chapter(
        "Consent (consentement)", consents, consents.CONSENTS, ("proposed", "active", "refused")
    ),
    _Chapter("Referral (référencement)", referrals, referrals.REFERRALS, ("draft",)),
    _Chapter("Tip (signalement)", tips, tips.TIPS, ("received",)),
    _Chapter("Incident (événement)", incidents, incidents.INCIDENTS, ("open",)),
    _Chapter("Stay (séjour)", stays, stays.STAYS, ("expected", "present")),
    _Chapter("Tracing (recherche de famille)", tracings, tracings.TRACINGS, ("open",)),
    _Chapter("Follow-up (suivi)", follow_ups, follow_ups.FOLLOW_UPS, ("due",)),
    _Chapter("Means (moyens)", means, means.MEANS, ("asked",)),
    _Chapter(
        "Support plan (plan d'accompagnement)", support_plans, support_plans.SUPPORT_PLANS,
        ("draft",),
    ),
    _Chapter(
        "Protection measure (mesure de protection)", measures, measures.MEASURES, ("proposed",)
    ),
    _Chapter(
        "Reconsideration (réexamen)", reconsiderations, reconsiderations.RECONSIDERATIONS,
        ("requested",),
    ),
    _Chapter("Handoff (passation)", handoffs, handoffs.HANDOFFS, ("offered",)),
    _Chapter(
        "Handoff request (demande de passation)", handoff_requests,
        handoff_requests.HANDOFF_REQUESTS, ("open",),
    ),
    _Chapter("Call (appel)", calls, calls.CALLS, ("binding",)),
    _Chapter(
        "Accusation (mise en cause)", accusations, accusations.ACCUSATIONS, ("standing",)
    ),
    _Chapter("Alert (alerte)", alerts, alerts.ALERTS, ("raised",)),
    _Chapter(
        "Identity order (ordonnance de communication d'identité)", identity_orders,
        identity_orders.IDENTITY_ORDERS, ("active",),
    ),
    _Chapter("Pad of codes (carnet de codes)", code_pads, code_pads.CODE_PADS, ("ready",)),
    _Chapter("Import", imports, imports.IMPORTS, ("loading", "done")),
    _Chapter(
        "Request for contributions (saisine)", contribution_requests,
        contribution_requests.CONTRIBUTION_REQUESTS, ("draft",),
    ),
    _Chapter("Contribution", contributions, contributions.CONTRIBUTIONS, ("current",)),
    _Chapter(
        "Pending change (modification en attente)", pending_changes,
        pending_changes.PENDING_CHANGES, ("proposed",),
    ),
    _Chapter("Device of a unit (appareil)", devices, devices.DEVICES, ("invited",)),
    _Chapter("Session of pages (session)", sessions, sessions.SESSIONS, ("pending",)),
)  # fmt: skip


def write() -> str:
    """Write the page."""
    chapters = "\n".join(map(_write_chapter, _CHAPTERS))
    return f"# States and transitions\n\n{chapters}\n{deciders.write_chapter()}"


def _write_chapter(chapter: _Chapter) -> str:
    lifecycle = chapter.lifecycle
    states = [
        (f"`{state}`", state.fr, state.en) for state in lifecycle.states if isinstance(state, Code)
    ]
    rows = [
        (
            _cause(row, "`"), codes(state for state in lifecycle.states if state in row.sources),
            f"`{row.target}`" if row.target else "stays", codes(sorted(row.sides)),
            f"`{row.permission}`" if row.permission else "–", _actors(lifecycle, row),
        )
        for row in lifecycle.rows
    ]  # fmt: skip
    everywhere = [
        f"`{row.event}` leads from every other state to `{row.target}` and is not drawn.\n"
        for row in lifecycle.rows
        if _leads_from_everywhere(lifecycle, row)
    ]
    return "\n".join(
        (
            f"## {chapter.title}\n",
            f"{prose(chapter.module)}\n",
            f"```mermaid\n{_draw(chapter)}```\n",
            *everywhere,
            table(("State", "Français", "English"), states),
            table(("Event", "From", "To", "Side", "Permission", "Roles"), rows),
        )
    )


def _cause(row: Transition, quote: str = "") -> str:
    """Name the event, and the condition or the deadline that goes with it."""
    beside = row.guard.says if row.guard else row.deadline
    if row.unless and row.target is not None:
        are = "are" if len(row.unless) > 1 else "is"
        beside = f"{beside}, while {' and '.join(row.unless)} {are} empty"
    return f"{quote}{row.event}{quote}" + (f" ({beside})" if beside else "")


def _actors(lifecycle: Lifecycle, row: Transition) -> str:
    roles: set[Role] = {
        role for role, granted in ROLE_PERMISSIONS.items() if row.permission in granted
    }
    if lifecycle is decisions.IDENTIFICATION:
        roles &= decisions.DECIDERS[row.event]
    if roles:
        return codes(sorted(roles))
    return "the clock" if row.deadline is not None else "follows from another act"


def _leads_from_everywhere(lifecycle: Lifecycle, row: Transition) -> bool:
    return len(lifecycle.states) > 3 and row.sources == set(lifecycle.states) - {row.target}


def _draw(chapter: _Chapter) -> str:
    lifecycle = chapter.lifecycle
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in lifecycle.rows:
        if not _leads_from_everywhere(lifecycle, row):
            for source in lifecycle.states:
                if source in row.sources:
                    arrows[source, row.target or source].append(_cause(row))
    left = {begin for begin, end in arrows if begin != end}
    reached = {end for _, end in arrows}
    lines = ["stateDiagram-v2", *(f"    [*] --> {start}" for start in chapter.starts)]
    lines += [f"    {a} --> {b}: {', '.join(events)}" for (a, b), events in arrows.items()]
    lines += [f"    {state} --> [*]" for state in lifecycle.states if state in reached - left]
    return "\n".join(lines) + "\n"
