"""The addresses of pages: neutral words for what is used most, short codes for all else.

Addresses stay in the history of a shared telephone, so none tells what the page is about.
"""

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from referral_api.pages.operation import OPERATIONS, Operation

PREFIX = "/bureau"
# The pages that have words of their own. A new one must not tell what the service is for.
ADDRESSES: dict[str, str] = {
    "list_cases": "/dossiers",
    "read_case": "/dossiers/{case_id}",
    "register_case": "/dossiers/nouveau",
    "read_identity": "/dossiers/{case_id}/fiche",
    "list_consents": "/dossiers/{case_id}/formulaires",
    "record_consent": "/dossiers/{case_id}/formulaires/nouveau",
    "list_referrals": "/demandes",
    "read_referral": "/demandes/{referral_id}",
    "create_referral": "/demandes/nouvelle",
    "list_handoffs": "/passations",
    "read_handoff": "/passations/{handoff_id}",
    "list_stays": "/sejours",
    "list_notices": "/avis",
    "list_organisations": "/annuaire",
    "list_services": "/services",
    "search_audit_events": "/journal",
    "list_agents": "/personnes",
    "list_clients": "/systemes",
    "view_coordination_board": "/tableau/{part}",
    "list_figures": "/chiffres",
    "ask_figure": "/chiffres/{code}",
    "make_contribution_report": "/rapport",
    "list_contribution_requests": "/saisines",
    "read_contribution_request": "/saisines/{contribution_request_id}",
    "list_contributions": "/contributions",
    "create_contribution": "/contributions/nouvelle",
    "create_contribution_by_sheet": "/contributions/feuille",
    "correct_contribution_by_sheet": "/contributions/{contribution_id}/feuille",
    "read_contribution": "/contributions/{contribution_id}",
    "list_pending_changes": "/confirmations",
}
_KINDS = {"list": "l", "record": "r", "form": "f"}


def pattern_of(operation: Operation) -> str:
    """Return the address of an operation's page, with its ids as parameters."""
    return _pattern_of(operation.name)


@cache
def _pattern_of(name: str) -> str:
    operation = OPERATIONS[name]
    if operation.name in ADDRESSES:
        return PREFIX + ADDRESSES[operation.name]
    ids = "".join(f"/{{{name}}}" for name in operation.parameters)
    return f"{PREFIX}/{_KINDS[kind_of(operation)]}/{operation.code}{ids}"


def address_of(operation: Operation, ids: Mapping[str, Any]) -> str:
    """Return the address of an operation's page."""
    return pattern_of(operation).format_map(ids)


def ids_in(operation: Operation) -> set[str]:
    """Return the names of the ids in the address of an operation's page."""
    return {name for _, name, _, _ in Formatter().parse(pattern_of(operation)) if name}


def kind_of(operation: Operation) -> str:
    """Return the kind of page that an operation gets."""
    if not operation.is_reading:
        return "form"
    return "record" if operation.lists is None else "list"
