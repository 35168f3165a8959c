"""The list that stands behind a number: the same condition, as far as the list can be asked so."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from referral_api.pages.addresses import address_of
from referral_api.pages.figures.tables import CellLink
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.visit import Visit

# By figure: the list, and what it is always asked for.
_BEHIND: Mapping[str, tuple[str, dict[str, str]]] = {
    "referral.open_at": ("list_referrals", {}),
    "referral.overdue_at": ("list_referrals", {"due_before": "now"}),
    "referral.answers": ("list_referrals", {}),
    "protection.handoffs_open_at": ("list_handoffs", {}),
    "quality.overdue_handoffs": ("list_handoffs", {"due_before": "now"}),
    "protection.late_arrivals_at": ("list_stays", {"status": "expected"}),
    "protection.places_at": ("list_services", {}),
    "protection.overflow_at": ("list_services", {}),
    "protection.sheltered_at": ("list_stays", {}),
    "network.coverage": ("list_services", {}),
    "network.unmet_need": ("list_unmet_needs", {}),
}
# The filter of the list that says the same as a dimension.
_SAME: Mapping[str, Mapping[str, str]] = {
    "list_referrals": {"status": "status", "priority": "priority", "receiver": "receiver"},
    "list_handoffs": {"status": "status", "priority": "priority", "receiver": "receiver"},
    "list_services": {"region": "region", "service": "service_type"},
    "list_stays": {},
    "list_unmet_needs": {},
}
_NOT_KNOWN = frozenset({"unknown", "UNKNOWN", "INCONNU", "not_determined"})


def link_behind(visit: Visit, code: str) -> CellLink:
    """Return what leads from the cells of a figure to its list; nothing, if there is none."""
    if code not in _BEHIND:
        return lambda _: None
    listing, always = _BEHIND[code]
    operation = OPERATIONS[listing]
    if not visit.may(operation.permission):
        return lambda _: None
    given = {name: _now(visit.now) if value == "now" else value for name, value in always.items()}
    return partial(_address, address_of(operation, {}), _SAME[listing], given)


def _address(
    path: str, same: Mapping[str, str], always: Mapping[str, str], by: Mapping[str, str]
) -> str:
    asked = dict(always) | {
        same[one]: code for one, code in by.items() if one in same and code not in _NOT_KNOWN
    }
    return f"{path}?{urlencode(asked)}" if asked else path


def _now(now: datetime) -> str:
    return now.replace(second=0, microsecond=0).isoformat()
