"""Which acts need a proof that is younger than a few minutes, and which never do.

An act is found by the operation of the API, or by the permission of a page without one. ``when``
narrows it to some forms: closing a file needs it only for a death or an error.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from referral_api.domain.codelists.status import ClosureReason
from referral_api.pages.forms.reading import Fields
from referral_api.permissions import (
    DevicePermission,
    FactorPermission,
    Permission,
    PinPermission,
)


def _always(_: Fields) -> bool:
    return True


def _is_final(fields: Fields) -> bool:
    return fields.one("reason") in {ClosureReason.DECEASED, ClosureReason.REGISTERED_IN_ERROR}


def _has_ground(fields: Fields) -> bool:
    return bool(fields.one("legal_ground"))


@dataclass(frozen=True, slots=True)
class Sensitive:
    """Why an act is sensitive, and for which forms."""

    why: str
    when: Callable[[Fields], bool] = _always


SENSITIVE: Mapping[str, Sensitive] = {
    "assign_handoff": Sensitive("custody without the receiver's word"),
    "close_case": Sensitive("closing as deceased or in error", _is_final),
    "confirm_consent": Sensitive("second person for a legal ground"),
    "confirm_pending_change": Sensitive("second person for roles and keys"),
    "create_agent": Sensitive("roles"),
    "create_client": Sensitive("keys of a system"),
    "create_webhook_subscription": Sensitive("keys of a system, and what is sent to it"),
    "force_handoff": Sensitive("forced custody"),
    "record_consent": Sensitive("access on a legal ground, so also in an emergency", _has_ground),
    "rotate_webhook_secret": Sensitive("keys of a system"),
    "update_agent": Sensitive("roles"),
    "update_client": Sensitive("keys of a system"),
}
# Acts that only pages have. Suspending a lost device is not among them: one press must do.
SENSITIVE_PERMISSIONS: frozenset[Permission] = frozenset(
    {
        DevicePermission.END, DevicePermission.INVITE, DevicePermission.RESUME,
        FactorPermission.ADD, FactorPermission.INVITE, FactorPermission.REMOVE,
        PinPermission.RESET, PinPermission.SET,
    }
)  # fmt: skip
# Nobody waits for a proof to do these: somebody is on the road, in danger, or has changed her mind.
NEVER: frozenset[str] = frozenset(
    {
        "arrive_stay", "check_in_for_handoff", "check_in_for_stay", "confirm_arrival",
        "depart_handoff", "depart_referral", "depart_stay", "note_absence", "note_return",
        "record_assessment", "record_incident", "refuse_consent", "report_failed_arrival",
        "report_not_arrived", "report_tip", "withdraw_consent",
    }
)  # fmt: skip


def is_sensitive(operation: str, fields: Fields | None) -> bool:
    """Say whether an act, as this form has it, needs a fresh proof; never before it is sent."""
    found = SENSITIVE.get(operation)
    return found is not None and fields is not None and found.when(fields)


def is_always_sensitive(operation: str) -> bool:
    """Say whether every form of an act needs a fresh proof, so that it is asked beforehand."""
    found = SENSITIVE.get(operation)
    return found is not None and found.when is _always
