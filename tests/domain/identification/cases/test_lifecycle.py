"""The table of files: open or closed, and never the one without a way to the other."""

from datetime import UTC, datetime
from types import SimpleNamespace

from referral_api.domain.codelists.status import CaseState as Status
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.permissions import ROLE_PERMISSIONS


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in CASES.rows if row.target is not None}
    assert targets | {Status.OPEN} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in CASES.rows)
    assert CASES.rows


def test_every_event_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    assert all(row.permission in acts for row in CASES.rows)


def test_a_closed_file_can_only_be_reopened() -> None:
    assert CASES.allowed_events(Status.CLOSED) == ["reopen"]
    assert CASES.allowed_events(Status.OPEN) == ["update", "close"]


def test_a_report_of_her_death_is_corrected_as_long_as_it_stands() -> None:
    at = datetime.now(UTC)
    stands = SimpleNamespace(death_reported_at=at, death_refuted_at=None)
    corrected = SimpleNamespace(death_reported_at=at, death_refuted_at=at)
    none = SimpleNamespace(death_reported_at=None, death_refuted_at=None)
    assert CASES.allowed_events(Status.OPEN, stands) == ["update", "close", "refute_death"]
    for case in (corrected, none):
        assert "refute_death" not in CASES.allowed_events(Status.OPEN, case)
    assert CASES.allowed_events(Status.CLOSED, stands) == ["reopen"]
