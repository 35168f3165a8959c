"""The records of who protects a child, and of guardians."""

from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.children import FamilyCheck, GuardianKind
from referral_api.domain.protection.children.guardianship.schemas import GuardianRead
from referral_api.domain.protection.children.guardianship.tables import Guardian
from referral_api.domain.protection.children.records import child_records
from referral_api.domain.protection.children.tables import ChildProtection
from referral_api.domain.transitions import Lifecycle, Side, transition
from referral_api.permissions import ChildProtectionPermission, GuardianPermission

_RECORDED, _ERROR = (RecordStatus.RECORDED,), RecordStatus.ENTERED_IN_ERROR
CHILD_PROTECTIONS = Lifecycle(
    RecordStatus,
    transition(
        "correct", ChildProtectionPermission.CORRECT, _RECORDED, None,
        [Side.CUSTODIAN, Side.COORDINATOR],
    ),
    transition(
        "mark_error", ChildProtectionPermission.MARK_ERROR, _RECORDED, _ERROR,
        [Side.SENDER, Side.COORDINATOR],
    ),
    open_states=_RECORDED,
)  # fmt: skip
GUARDIANS = Lifecycle(
    RecordStatus,
    transition("correct", GuardianPermission.CORRECT, _RECORDED, None, [Side.CUSTODIAN]),
    transition("mark_error", GuardianPermission.MARK_ERROR, _RECORDED, _ERROR, [Side.SENDER]),
    open_states=_RECORDED,
)
NAMED = ("organisation_id", "separation_status", "separation_causes", "care_arrangement")
GUARDED = (
    "kind", "relation", "sealed_identity", "family_check", "appointed_by", "from_on", "until_on",
    "chosen_by_child",
)  # fmt: skip
CHILD_PROTECTION_RECORDS = child_records(
    ChildProtection, CHILD_PROTECTIONS, subject="child_protection",
    creation=ChildProtectionPermission.NAME, columns=NAMED, changed=NAMED,
)  # fmt: skip
GUARDIAN_RECORDS = child_records(
    Guardian, GUARDIANS, subject="guardian", creation=GuardianPermission.RECORD, columns=GUARDED,
    changed=GUARDED,
)  # fmt: skip


def may_consent(guardian: Row) -> bool:
    """Say whether a guardian speaks for the child today: in force, and no check suspends it."""
    today = guardian["now"].date()
    until = guardian["until_on"]
    return (
        guardian["status"] == RecordStatus.RECORDED
        and guardian["kind"] != GuardianKind.NONE_YET
        and not FamilyCheck(guardian["family_check"]).suspends
        and guardian["from_on"] <= today
        and (until is None or today <= until)
    )


def show_guardian(row: Row, identity: Any = None) -> GuardianRead:
    """Turn a row into a response."""
    return GuardianRead(**row, identity=identity, may_consent=may_consent(row))
