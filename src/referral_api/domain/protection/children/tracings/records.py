"""The records of family tracings."""

import json
from typing import Any

from referral_api.database.statements import Row
from referral_api.domain.protection.children.records import child_records
from referral_api.domain.protection.children.tracings.lifecycle import TRACINGS, may_contact
from referral_api.domain.protection.children.tracings.schemas import StepRead, TracingRead
from referral_api.domain.protection.children.tracings.tables import Tracing
from referral_api.permissions import TracingPermission

_CHECKED = (
    "wanted_by_person", "family_check", "checked_by_agent_id", "confirmed_by_agent_id",
    "confirmed_at",
)  # fmt: skip
TRACING_RECORDS = child_records(
    Tracing, TRACINGS, subject="tracing", creation=TracingPermission.OPEN,
    columns=("sought", "sealed_sought", "wanted_by_person", "family_check", "checked_by_agent_id"),
    changed=(*_CHECKED, "actions", "verified_by"),
)  # fmt: skip


def to_response(row: Row, identity: Any = None, *, named: bool) -> TracingRead:
    """Turn a row into a response; ``named``: an episode of the person names the family."""
    tracing, _ = TRACING_RECORDS.load(row)
    steps = [StepRead(**step) for step in json.loads(row["actions"])]
    return TracingRead(
        **dict(row) | {"actions": steps}, identity=identity,
        may_contact=may_contact(tracing, named=named),
    )  # fmt: skip
