"""What waits for a second administrator, role by role, and who the second may be."""

from uuid import uuid4

import pytest

from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.network.second_person.policy import (
    Administrators,
    waits_for_agent,
    waits_for_client,
    waits_for_organisation,
)
from referral_api.permissions import ROLE_HOMES, Role, held_roles

_FAR_SEEING = {
    "administrator", "auditor", "coordinator", "identification_authority", "magistrate",
}  # fmt: skip
_HOMES = {
    "auditor": {"oversight"},
    "community_reporter": {"watch_committee"},
    "coordinator": {"coordination"},
    "magistrate": {"prosecutor", "court"},
    "investigator": {"police", "gendarmerie", "border_service", "prosecutor", "court"},
    "identification_authority": {
        "police", "gendarmerie", "border_service", "prosecutor", "court", "labour_inspection",
        "child_protection", "social_service",
    },
}  # fmt: skip


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.PARTNER_SYSTEM}))
def test_a_far_seeing_role_waits_and_every_other_does_not(role: Role) -> None:
    given = waits_for_agent({"roles": [role]}, roles=["case_worker"], active=True, subjects=[])
    assert given == ({"roles"} if role in _FAR_SEEING else set())
    woken = waits_for_agent({"active": True}, roles=[role], active=False, subjects=[])
    assert woken == ({"active"} if role in _FAR_SEEING else set())
    taken = {"roles": ["case_worker"], "active": False}
    assert not waits_for_agent(taken, roles=[role], active=True, subjects=[])
    kept = {"roles": [role, "case_worker"], "active": True}
    assert not waits_for_agent(kept, roles=[role], active=True, subjects=[])


def test_a_role_and_an_activity_given_at_once_both_wait() -> None:
    change = {"roles": ["auditor"], "active": True}
    assert waits_for_agent(change, roles=["case_worker"], active=False, subjects=[]) == {
        "roles", "active",
    }  # fmt: skip


def test_every_change_of_outside_subjects_and_keys_waits_and_the_same_again_does_not() -> None:
    names, keys = [{"issuer": "i", "subject": "s"}], {"k": "pem"}
    for change in ([], [{"issuer": "i", "subject": "t"}], [*names, *names]):
        waiting = waits_for_agent({"subjects": change}, roles=[], active=True, subjects=names)
        assert waiting == {"subjects"}
    assert not waits_for_agent({"subjects": names}, roles=[], active=True, subjects=names)
    for new in ({}, {"k": "other"}, {"k": "pem", "l": "pem"}):
        assert waits_for_client({"keys": new}, keys=keys, active=True) == {"keys"}
    assert not waits_for_client({"keys": keys, "active": False}, keys=keys, active=True)
    assert waits_for_client({"active": True}, keys=keys, active=False) == {"active"}


@pytest.mark.parametrize("kind", OrganisationType)
def test_only_the_oversight_body_and_the_coordination_are_not_switched_off_alone(kind: str) -> None:
    waiting = waits_for_organisation({"active": False}, kind=kind, active=True)
    assert waiting == ({"active"} if kind in {"oversight", "coordination"} else set())
    assert not waits_for_organisation({"active": True}, kind=kind, active=False)
    assert not waits_for_organisation({"name": "x"}, kind=kind, active=True)


def test_the_second_is_of_the_organisation_where_it_has_one_and_else_national() -> None:
    proposer, colleague, concerned, national = (uuid4() for _ in range(4))
    both = Administrators(frozenset({proposer, colleague}), frozenset({national}))
    assert both.who_may_confirm(proposer, uuid4()) == {colleague}
    assert both.who_may_confirm(proposer, colleague) == {national}
    assert both.who_may_confirm(national, concerned) == {proposer, colleague}
    nobody = Administrators(frozenset(), frozenset({national, proposer}))
    assert nobody.who_may_confirm(proposer, concerned) == {national}
    assert not nobody.who_may_confirm(proposer, national)


@pytest.mark.parametrize("kind", OrganisationType)
def test_a_role_grants_nothing_away_from_its_home(kind: str) -> None:
    for role in Role:
        held = held_roles([role], kind)
        assert held == ({role} if kind in _HOMES.get(role, {kind}) else set()), role
    moved = {**ROLE_HOMES, Role.IDENTIFICATION_AUTHORITY: frozenset({"health"})}
    found = held_roles([Role.IDENTIFICATION_AUTHORITY], kind, moved)
    assert bool(found) == (kind == "health")
