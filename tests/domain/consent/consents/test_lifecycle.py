"""The table of consents: complete, and only a live one can be ended."""

from referral_api.domain.codelists.consents import ConsentStatus as Status
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.permissions import ROLE_PERMISSIONS


def test_the_table_names_every_state_and_every_state_is_reached() -> None:
    targets = {row.target for row in CONSENTS.rows if row.target is not None}
    # A consent begins as one of these.
    assert targets | {Status.PROPOSED, Status.PROVISIONAL} == set(Status)
    assert all(row.sources and row.sources <= set(Status) for row in CONSENTS.rows)
    assert CONSENTS.rows


def test_every_event_that_people_cause_is_granted_to_a_role() -> None:
    acts = frozenset().union(*ROLE_PERMISSIONS.values())
    ungranted = {row.event for row in CONSENTS.rows if row.permission not in acts}
    assert ungranted == {"supersede", "expire", "lapse"}


def test_an_ended_consent_has_no_way_out() -> None:
    for state in (Status.WITHDRAWN, Status.SUPERSEDED, Status.ENTERED_IN_ERROR):
        assert CONSENTS.allowed_events(state) == []
    assert CONSENTS.allowed_events(Status.EXPIRED) == ["withdraw", "supersede"]
    assert CONSENTS.allowed_events(Status.REFUSED) == ["mark_error"]


def test_a_consent_is_withdrawn_at_any_time_also_after_it_has_run_out() -> None:
    assert CONSENTS.events["withdraw"].sources == {
        Status.PROPOSED, Status.PROVISIONAL, Status.ACTIVE, Status.EXPIRED,
    }  # fmt: skip
