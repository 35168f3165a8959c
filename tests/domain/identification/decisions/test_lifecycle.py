"""The table of identification: complete, reachable, with the deciding roles named."""

from referral_api.domain.codelists.status import IdentificationStatus as Status
from referral_api.domain.identification.decisions.lifecycle import DECIDERS, IDENTIFICATION
from referral_api.permissions import ROLE_PERMISSIONS


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in IDENTIFICATION.rows if row.target is not None}
    assert targets | {Status.REPORTED} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in IDENTIFICATION.rows)
    assert IDENTIFICATION.rows


def test_every_event_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    assert all(row.permission in acts for row in IDENTIFICATION.rows)


def test_every_finding_can_be_taken_up_again() -> None:
    for state in (Status.NOT_IDENTIFIED, Status.IDENTIFIED):
        assert IDENTIFICATION.allowed_events(state) == ["reconsider"]
    for state in (Status.NOT_PRESUMED, Status.NO_FOLLOW_UP):
        assert IDENTIFICATION.allowed_events(state) == ["begin_screening"]
    assert all(IDENTIFICATION.allowed_events(state) for state in Status)


def test_every_step_is_trusted_to_roles_that_may_record_it() -> None:
    assert set(DECIDERS) == set(IDENTIFICATION.events)
    for event, roles in DECIDERS.items():
        assert roles, event
        assert all(
            IDENTIFICATION.events[event].permission in ROLE_PERMISSIONS[role] for role in roles
        )
