"""The table of handoffs: complete, reachable, and custody moves at one place."""

from referral_api.domain.codelists.handoffs import HandoffStatus as Status
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.transitions import Side
from referral_api.permissions import ROLE_PERMISSIONS


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in HANDOFFS.rows if row.target is not None}
    assert targets | {Status.OFFERED} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in HANDOFFS.rows)
    assert HANDOFFS.rows


def test_every_event_that_people_cause_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    ungranted = {row.event for row in HANDOFFS.rows if row.act not in acts}
    assert ungranted == {"expire"}


def test_an_ended_handoff_has_no_way_out() -> None:
    for state in set(Status) - {Status.OFFERED, Status.ACCEPTED}:
        assert HANDOFFS.allowed_events(state) == []


def test_only_the_receiver_or_the_coordination_completes() -> None:
    completing = {row.event: row.parties for row in HANDOFFS.rows if row.target == Status.COMPLETED}
    assert completing == {"confirm_arrival": {Side.RECEIVER}, "force": {Side.COORDINATOR}}
