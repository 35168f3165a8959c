"""The table of referrals: complete, reachable, and without a way back."""

import re
from datetime import UTC, datetime, timedelta

from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.protection.referrals import tables
from referral_api.domain.protection.referrals.lifecycle import OPEN, REFERRALS
from referral_api.domain.transitions import Side
from referral_api.permissions import ROLE_PERMISSIONS

BY_TIME = {
    "expire", "lapse", "confirm_cancellation_by_time", "delay_acknowledgement", "delay_feedback",
    "delay_cancellation", "delay_arrival",
}  # fmt: skip
# What follows from an act on the case, on another referral of the person, or on a call.
FOLLOWING = {"follow_call", "follow_case", "renew_consent", "transfer"}


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in REFERRALS.rows if row.target is not None}
    assert targets | {Status.DRAFT} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in REFERRALS.rows)
    assert REFERRALS.rows


def test_every_event_that_people_cause_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    ungranted = {row.event for row in REFERRALS.rows if row.permission not in acts}
    assert ungranted == BY_TIME | FOLLOWING


def test_an_ended_referral_can_only_be_marked_as_an_error() -> None:
    for state in set(Status) - set(OPEN) - {Status.ENTERED_IN_ERROR}:
        assert REFERRALS.allowed_events(state) == ["mark_error"]
    assert REFERRALS.allowed_events(Status.ENTERED_IN_ERROR) == []


def test_nobody_can_prevent_a_stop_while_a_referral_is_open() -> None:
    assert REFERRALS.events["stop"].sources == frozenset(OPEN)


def test_what_nobody_causes_is_caused_by_time_or_follows_from_another_act() -> None:
    by_nobody = {row.event for row in REFERRALS.rows if row.sides == {Side.SYSTEM}}
    assert by_nobody == BY_TIME | FOLLOWING
    assert {row.event for row in (*REFERRALS.deadlines, *REFERRALS.delays)} == BY_TIME


def test_a_deadline_has_passed_at_its_very_instant() -> None:
    limit = datetime(2026, 11, 23, 12, tzinfo=UTC)
    instants = {limit - timedelta(microseconds=1): Status.REQUESTED, limit: Status.EXPIRED}
    for now, status in instants.items():
        row = {"status": Status.REQUESTED, "decide_by": limit, "start_by": limit, "now": now}
        assert REFERRALS.status_now(row) == status


def test_the_index_of_the_inbox_holds_the_open_states() -> None:
    assert set(re.findall(r"'(\w+)'", tables.OPEN)) == set(OPEN)
