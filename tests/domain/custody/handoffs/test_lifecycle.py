"""The table of handoffs: complete, reachable, and custody moves at one place."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.transitions import Side
from referral_api.errors import Conflict, InvalidTransition
from referral_api.permissions import ROLE_PERMISSIONS


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in HANDOFFS.rows if row.target is not None}
    assert targets | {Status.OFFERED} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in HANDOFFS.rows)
    assert HANDOFFS.rows


def test_every_event_that_people_cause_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    ungranted = {row.event for row in HANDOFFS.rows if row.permission not in acts}
    assert ungranted == {"expire", "follow_call", "follow_case", "renew_consent"}


def test_an_ended_handoff_has_no_way_out() -> None:
    assert HANDOFFS.open == {Status.OFFERED, Status.ACCEPTED}
    for state in set(Status) - HANDOFFS.open:
        assert HANDOFFS.allowed_events(state) == []


def test_only_the_receiver_or_the_coordination_completes() -> None:
    completing = {row.event: row.sides for row in HANDOFFS.rows if row.target == Status.COMPLETED}
    assert completing == {
        "accept": {Side.RECEIVER}, "confirm_arrival": {Side.RECEIVER},
        "force": {Side.COORDINATOR},
    }  # fmt: skip


def _handoff(*, physical: bool, left: bool = False) -> Any:
    return SimpleNamespace(physical=physical, departed_at=datetime.now(UTC) if left else None)


def test_an_acceptance_completes_a_handoff_of_the_file_alone_and_no_other() -> None:
    assert HANDOFFS.target("accept", Status.OFFERED, _handoff(physical=False)) == Status.COMPLETED
    assert HANDOFFS.target("accept", Status.OFFERED, _handoff(physical=True)) == Status.ACCEPTED


def test_once_she_has_left_nobody_withdraws_and_nobody_leaves_again() -> None:
    left = _handoff(physical=True, left=True)
    with pytest.raises(InvalidTransition) as caught:
        HANDOFFS.target("withdraw", Status.ACCEPTED, left)
    assert caught.value.facts == {
        "current_state": "accepted", "allowed_events": ["confirm_arrival", "report_failed_arrival"]
    }  # fmt: skip
    with pytest.raises(Conflict, match="already left"):
        HANDOFFS.target("depart", Status.ACCEPTED, left)
